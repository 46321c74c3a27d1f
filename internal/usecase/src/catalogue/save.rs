//! How changed entities become changes of a set.

use std::collections::HashMap;

use courses_domain::catalogue::{
    Course, CourseState, Instructor, PublicationRequest, Run, SearchEntry, SearchSource, Subject,
    Tag,
};
use courses_port::StoreError;
use courses_port::catalogue::{
    CatalogueChange, CourseWrite, InstructorWrite, PublicationRequestWrite, RunWrite, SubjectWrite,
};
use jiff::Timestamp;

use crate::catalogue::references;
use crate::{Ports, Request};

/// A course to save; `search` only if what it is found by changed.
pub(super) fn course(
    ports: &Ports,
    request: &Request,
    now: Timestamp,
    course: Course,
    search: Option<SearchEntry>,
) -> CatalogueChange {
    let change = course.into_change();
    CatalogueChange::SaveCourse(Box::new(CourseWrite {
        read_at: change.read_at,
        state: change.state,
        search,
        lessons: change.lessons,
        publishes_lessons: change.publishes_lessons,
        events: request.events(change.recorder, now, ports),
    }))
}

/// A publication request to save.
pub(super) fn publication_request(
    ports: &Ports,
    request: &Request,
    now: Timestamp,
    asked: PublicationRequest,
) -> CatalogueChange {
    let (state, recorder) = asked.into_parts();
    let read_at = recorder.read_at();
    let events = request.events(recorder, now, ports);
    CatalogueChange::SavePublicationRequest(Box::new(PublicationRequestWrite {
        read_at,
        state,
        events,
    }))
}

/// A run to save.
pub(super) fn run(ports: &Ports, request: &Request, now: Timestamp, run: Run) -> CatalogueChange {
    let (state, recorder) = run.into_parts();
    let read_at = recorder.read_at();
    let events = request.events(recorder, now, ports);
    CatalogueChange::SaveRun(Box::new(RunWrite { read_at, state, events }))
}

/// A subject to save.
pub(super) fn subject(
    ports: &Ports,
    request: &Request,
    now: Timestamp,
    subject: Subject,
) -> CatalogueChange {
    let (state, recorder) = subject.into_parts();
    let read_at = recorder.read_at();
    let events = request.events(recorder, now, ports);
    CatalogueChange::SaveSubject(Box::new(SubjectWrite { read_at, state, events }))
}

/// An instructor to save.
pub(super) fn instructor(
    ports: &Ports,
    request: &Request,
    now: Timestamp,
    instructor: Instructor,
) -> CatalogueChange {
    let (state, recorder) = instructor.into_parts();
    let read_at = recorder.read_at();
    let events = request.events(recorder, now, ports);
    CatalogueChange::SaveInstructor(Box::new(InstructorWrite { read_at, state, events }))
}

/// What a course with a published copy is found by; `None` if it has none.
pub(super) async fn search_entry(
    ports: &Ports,
    state: &CourseState,
) -> Result<Option<SearchEntry>, StoreError> {
    let Some(copy) = &state.published else { return Ok(None) };
    let subject = match copy.content.subject_id {
        Some(id) => references::current_subject(ports, id).await?,
        None => None,
    };
    let instructors = match copy.content.instructor_ids.as_slice() {
        [] => HashMap::new(),
        ids => references::current_instructors(ports, ids).await?,
    };
    let names: Vec<&str> = instructors.values().map(|it| it.state().name.as_str()).collect();
    Ok(build_search_entry(state, subject.as_ref(), &names))
}

/// The same from what is at hand.
pub(super) fn build_search_entry(
    state: &CourseState,
    subject: Option<&Subject>,
    instructors: &[&str],
) -> Option<SearchEntry> {
    let content = &state.published.as_ref()?.content;
    let tags: Vec<&str> = state.tags.as_slice().iter().map(Tag::as_str).collect();
    let subject: Vec<&str> = subject.map_or_else(Vec::new, |subject| {
        vec![subject.state().code.as_str(), subject.state().title.as_str()]
    });
    Some(SearchEntry::build(&SearchSource {
        title: content.title.as_str(),
        tags: &tags,
        subject: &subject,
        instructors,
        summary: content.summary.as_ref().map_or("", |text| text.as_str()),
        description: content.description.as_ref().map_or("", |text| text.as_str()),
    }))
}
