//! How a course is fetched for somebody: what they may not know exists is not found.

use std::collections::HashSet;

use courses_domain::catalogue::{
    Course, CourseId, LessonId, LessonPlace, PublicationRequest, PublicationRequestId,
    PublishedCourse, Run, RunId, Viewer,
};
use courses_port::StoreError;

use crate::{Operation, Ports, ReadError, Refusal, Relation, Request};

/// The course, if the actor may do `operation` with it.
///
/// A refused actor learns that the course exists only if it stands in the public catalogue.
pub(super) async fn course_for(
    ports: &Ports,
    request: &Request,
    operation: Operation,
    id: CourseId,
) -> Result<Course, ReadError> {
    let course = ports.catalogue.find_course(id).await?.ok_or(Refusal::NotFound)?;
    course_granted(request, operation, &course)?;
    Ok(course)
}

/// Whether the actor may do `operation` with a course that was found already; refuses like
/// [`course_for`].
pub(super) fn course_granted(
    request: &Request,
    operation: Operation,
    course: &Course,
) -> Result<(), Refusal> {
    let actor = request.actor.as_ref();
    let owner = course.state().owner;
    operation.permit(actor, Relation::of(actor, owner)).map_err(|refusal| {
        let knows = course.state().is_listed() || Viewer::of(actor, owner) == Viewer::Staff;
        if knows { refusal } else { Refusal::NotFound }
    })
}

/// What the actor sees of a published course, and whether as staff.
pub(super) fn seen(
    request: &Request,
    course: Option<PublishedCourse>,
) -> Result<(PublishedCourse, Viewer), Refusal> {
    let course = course.ok_or(Refusal::NotFound)?;
    let viewer = Viewer::of(request.actor.as_ref(), course.owner);
    let course = course.seen_by(viewer).ok_or(Refusal::NotFound)?;
    Ok((course, viewer))
}

/// Which of these lessons of a course the reader gets the content of. Whether something backs
/// their access is asked once, and only if it matters.
pub(super) async fn open_lessons(
    ports: &Ports,
    request: &Request,
    viewer: Viewer,
    course: CourseId,
    places: &[LessonPlace<'_>],
) -> Result<HashSet<LessonId>, StoreError> {
    let asked = places.iter().filter(|place| place.needs_access(viewer));
    let asked: Vec<LessonId> = asked.map(|place| place.lesson.id).collect();
    let access = match &request.actor {
        Some(actor) if !asked.is_empty() => {
            ports.access.accessible(actor.account(), course, &asked).await?
        }
        _ => HashSet::new(),
    };
    let open = places.iter().filter(|place| {
        let has_access = access.contains(&place.lesson.id);
        place.is_open_to(viewer, has_access)
    });
    Ok(open.map(|place| place.lesson.id).collect())
}

/// The course, unless the reader may not know that it exists. Staff may read the runs of a course
/// that was never published.
pub(super) async fn visible(
    ports: &Ports,
    request: &Request,
    id: CourseId,
) -> Result<Course, ReadError> {
    let course = ports.catalogue.find_course(id).await?.ok_or(Refusal::NotFound)?;
    let staff = Viewer::of(request.actor.as_ref(), course.state().owner) == Viewer::Staff;
    let visible = staff || course.state().is_listed();
    if visible { Ok(course) } else { Err(Refusal::NotFound.into()) }
}

/// A publication request; whether the actor may see it is not asked here.
pub(super) async fn publication_request(
    ports: &Ports,
    id: PublicationRequestId,
) -> Result<PublicationRequest, ReadError> {
    let found = ports.catalogue.find_publication_request(id).await?;
    Ok(found.ok_or(Refusal::NotFound)?)
}

/// A run and its course, unless the reader may not know that they exist.
pub(super) async fn visible_run(
    ports: &Ports,
    request: &Request,
    id: RunId,
) -> Result<(Run, Course), ReadError> {
    let run = ports.catalogue.find_run(id).await?.ok_or(Refusal::NotFound)?;
    let course = visible(ports, request, run.state().course_id).await?;
    Ok((run, course))
}

/// A run, if the actor may do `operation` with it: runs belong to whoever owns the course.
pub(super) async fn run_for(
    ports: &Ports,
    request: &Request,
    operation: Operation,
    id: RunId,
) -> Result<Run, ReadError> {
    let run = ports.catalogue.find_run(id).await?.ok_or(Refusal::NotFound)?;
    course_for(ports, request, operation, run.state().course_id).await?;
    Ok(run)
}
