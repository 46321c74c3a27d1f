//! Published courses, their lessons, and what happens to a course as a whole.

mod change;
mod input;
mod lessons;
mod list;
mod query;
mod read;
mod upsert;
mod view;

use courses_domain::catalogue::Transition;
use xapi::RequestContext;
use xerror::Problem;

use crate::caller::Caller;
use crate::generated::{
    ArchiveCourseParams, ArchiveCourseResponse, CoursesApi, CreateCourseParams,
    CreateCourseResponse, DeleteCourseParams, DeleteCourseResponse, GetCourseByKeyParams,
    GetCourseByKeyResponse, GetCourseBySlugParams, GetCourseBySlugResponse, GetCourseParams,
    GetCourseResponse, GetLessonParams, GetLessonResponse, ListCourseLessonsParams,
    ListCourseLessonsResponse, ListCoursesParams, ListCoursesResponse, PatchCourseParams,
    PatchCourseResponse, PublishCourseParams, PublishCourseResponse, RestoreCourseParams,
    RestoreCourseResponse, UnpublishCourseParams, UnpublishCourseResponse, UpsertCourseParams,
    UpsertCourseResponse, models,
};
use crate::request::request;
use crate::state::ApiState;
use change::Move;

impl CoursesApi for ApiState {
    async fn list_courses(
        &self,
        context: RequestContext,
        caller: Option<Caller>,
        params: ListCoursesParams,
    ) -> Result<ListCoursesResponse, Problem> {
        list::list(self, &context, request(&context, caller), params).await
    }

    async fn create_course(
        &self,
        context: RequestContext,
        caller: Caller,
        params: CreateCourseParams,
        body: models::CourseCreate,
    ) -> Result<CreateCourseResponse, Problem> {
        change::create(self, &context, caller, params, body).await
    }

    async fn get_course(
        &self,
        context: RequestContext,
        caller: Option<Caller>,
        params: GetCourseParams,
    ) -> Result<GetCourseResponse, Problem> {
        read::by_id(self, &request(&context, caller), params).await
    }

    async fn get_course_by_slug(
        &self,
        context: RequestContext,
        caller: Option<Caller>,
        params: GetCourseBySlugParams,
    ) -> Result<GetCourseBySlugResponse, Problem> {
        read::by_slug(self, &request(&context, caller), params).await
    }

    async fn get_course_by_key(
        &self,
        context: RequestContext,
        caller: Option<Caller>,
        params: GetCourseByKeyParams,
    ) -> Result<GetCourseByKeyResponse, Problem> {
        read::by_key(self, &request(&context, caller), params).await
    }

    async fn upsert_course(
        &self,
        context: RequestContext,
        caller: Caller,
        params: UpsertCourseParams,
        body: models::CourseUpsert,
    ) -> Result<UpsertCourseResponse, Problem> {
        upsert::by_key(self, &request(&context, caller), params, body).await
    }

    async fn patch_course(
        &self,
        context: RequestContext,
        caller: Caller,
        params: PatchCourseParams,
        body: models::CoursePatch,
    ) -> Result<PatchCourseResponse, Problem> {
        change::edit(self, &request(&context, caller), params, body).await
    }

    async fn delete_course(
        &self,
        context: RequestContext,
        caller: Caller,
        params: DeleteCourseParams,
    ) -> Result<DeleteCourseResponse, Problem> {
        change::delete(self, &request(&context, caller), params).await
    }

    async fn publish_course(
        &self,
        context: RequestContext,
        caller: Caller,
        params: PublishCourseParams,
    ) -> Result<PublishCourseResponse, Problem> {
        let transition = Transition::Publish;
        let (course, key) = (params.course_id, params.idempotency_key);
        let step = Move { context: &context, caller, course, transition, key };
        let answer =
            |body, etag| PublishCourseResponse::Ok { body, etag, idempotent_replayed: None };
        step.run(self, answer).await
    }

    async fn unpublish_course(
        &self,
        context: RequestContext,
        caller: Caller,
        params: UnpublishCourseParams,
    ) -> Result<UnpublishCourseResponse, Problem> {
        let transition = Transition::Unpublish;
        let (course, key) = (params.course_id, params.idempotency_key);
        let step = Move { context: &context, caller, course, transition, key };
        let answer =
            |body, etag| UnpublishCourseResponse::Ok { body, etag, idempotent_replayed: None };
        step.run(self, answer).await
    }

    async fn archive_course(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ArchiveCourseParams,
    ) -> Result<ArchiveCourseResponse, Problem> {
        let transition = Transition::Archive;
        let (course, key) = (params.course_id, params.idempotency_key);
        let step = Move { context: &context, caller, course, transition, key };
        let answer =
            |body, etag| ArchiveCourseResponse::Ok { body, etag, idempotent_replayed: None };
        step.run(self, answer).await
    }

    async fn restore_course(
        &self,
        context: RequestContext,
        caller: Caller,
        params: RestoreCourseParams,
    ) -> Result<RestoreCourseResponse, Problem> {
        let transition = Transition::Restore;
        let (course, key) = (params.course_id, params.idempotency_key);
        let step = Move { context: &context, caller, course, transition, key };
        let answer =
            |body, etag| RestoreCourseResponse::Ok { body, etag, idempotent_replayed: None };
        step.run(self, answer).await
    }

    async fn list_course_lessons(
        &self,
        context: RequestContext,
        caller: Option<Caller>,
        params: ListCourseLessonsParams,
    ) -> Result<ListCourseLessonsResponse, Problem> {
        lessons::list(self, &context, request(&context, caller), params).await
    }

    async fn get_lesson(
        &self,
        context: RequestContext,
        caller: Option<Caller>,
        params: GetLessonParams,
    ) -> Result<GetLessonResponse, Problem> {
        lessons::read(self, &request(&context, caller), params).await
    }
}
