//! Makes a course, changes its settings, moves it on in its life, deletes it.

use courses_domain::catalogue::{CourseState, Transition};
use courses_usecase::Request;
use courses_usecase::catalogue::{
    CreateCourseInput, DeleteCourseInput, EditCourseInput, MoveCourseInput,
};
use uuid::Uuid;
use xapi::RequestContext;
use xerror::Problem;

use crate::caller::Caller;
use crate::etag;
use crate::generated::{
    CreateCourseParams, CreateCourseResponse, DeleteCourseParams, DeleteCourseResponse,
    PatchCourseParams, PatchCourseResponse, models,
};
use crate::idempotency::{Replayable, answer, wish};
use crate::problem::{invalid, unwritten};
use crate::request::request;
use crate::state::ApiState;

pub(super) async fn create(
    api: &ApiState,
    context: &RequestContext,
    caller: Caller,
    params: CreateCourseParams,
    body: models::CourseCreate,
) -> Result<CreateCourseResponse, Problem> {
    let mut input = CreateCourseInput::try_from(body).map_err(invalid)?;
    input.idempotency = wish(context, params.idempotency_key, created);
    let reply = api.catalogue.create_course.execute(&request(context, caller), input).await;
    Ok(answer(reply.map_err(unwritten)?, created))
}

fn created(course: &CourseState) -> CreateCourseResponse {
    CreateCourseResponse::Created {
        body: models::CourseDraft::from(course),
        etag: etag::tag(course.draft.version),
        location: format!("/v1/courses/{}/draft", course.id),
        idempotent_replayed: None,
    }
}

pub(super) async fn edit(
    api: &ApiState,
    request: &Request,
    params: PatchCourseParams,
    body: models::CoursePatch,
) -> Result<PatchCourseResponse, Problem> {
    let input = EditCourseInput {
        course: params.course_id.into(),
        if_match: etag::if_match(params.if_match.as_deref())?,
        edit: body.try_into().map_err(invalid)?,
    };
    let course = api.catalogue.edit_course.execute(request, input).await.map_err(unwritten)?;
    let body = models::CourseState::from(&course);
    Ok(PatchCourseResponse::Ok { body, etag: etag::tag(course.version) })
}

pub(super) async fn delete(
    api: &ApiState,
    request: &Request,
    params: DeleteCourseParams,
) -> Result<DeleteCourseResponse, Problem> {
    let input = DeleteCourseInput {
        course: params.course_id.into(),
        if_match: etag::if_match(params.if_match.as_deref())?,
    };
    api.catalogue.delete_course.execute(request, input).await.map_err(unwritten)?;
    Ok(DeleteCourseResponse::NoContent)
}

/// A step in the life of a course.
pub(super) struct Move<'a> {
    pub(super) context: &'a RequestContext,
    pub(super) caller: Caller,
    pub(super) course: Uuid,
    pub(super) transition: Transition,
    pub(super) key: Option<String>,
}

impl Move<'_> {
    /// Makes the step; `make` wraps the course and its tag into the answer of the operation.
    pub(super) async fn run<R: Replayable>(
        self,
        api: &ApiState,
        make: impl Fn(models::CourseState, String) -> R + Clone + Send + Sync + 'static,
    ) -> Result<R, Problem> {
        let moved = move |course: &CourseState| {
            make(models::CourseState::from(course), etag::tag(course.version))
        };
        let input = MoveCourseInput {
            course: self.course.into(),
            transition: self.transition,
            idempotency: wish(self.context, self.key, moved.clone()),
        };
        let request = request(self.context, self.caller);
        let reply = api.catalogue.move_course.execute(&request, input).await;
        Ok(answer(reply.map_err(unwritten)?, moved))
    }
}
