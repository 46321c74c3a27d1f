//! The working copy of a course and its lessons, for those who write it.

mod draft;
mod input;
mod lesson;
mod lesson_input;
mod parts;
mod provenance;

use xapi::RequestContext;
use xerror::Problem;

use crate::caller::Caller;
use crate::generated::{
    CreateDraftLessonParams, CreateDraftLessonResponse, DeleteDraftLessonParams,
    DeleteDraftLessonResponse, DraftsApi, GetCourseProvenanceParams, GetCourseProvenanceResponse,
    GetDraftLessonParams, GetDraftLessonResponse, GetDraftParams, GetDraftResponse,
    ListDraftLessonsParams, ListDraftLessonsResponse, MoveDraftPartsParams, MoveDraftPartsResponse,
    PatchDraftLessonParams, PatchDraftLessonResponse, PatchDraftParams, PatchDraftResponse,
    ReplaceDraftLessonParams, ReplaceDraftLessonResponse, ReplaceDraftParams, ReplaceDraftResponse,
    models,
};
use crate::problem::invalid;
use crate::request::request;
use crate::state::ApiState;

impl DraftsApi for ApiState {
    async fn get_draft(
        &self,
        context: RequestContext,
        caller: Caller,
        params: GetDraftParams,
    ) -> Result<GetDraftResponse, Problem> {
        draft::read(self, &request(&context, caller), params).await
    }

    async fn get_course_provenance(
        &self,
        context: RequestContext,
        caller: Caller,
        params: GetCourseProvenanceParams,
    ) -> Result<GetCourseProvenanceResponse, Problem> {
        provenance::read(self, &request(&context, caller), params).await
    }

    async fn replace_draft(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ReplaceDraftParams,
        body: models::CourseDraftReplace,
    ) -> Result<ReplaceDraftResponse, Problem> {
        let ReplaceDraftParams { course_id, if_match } = params;
        let edit = body.try_into().map_err(invalid)?;
        let request = request(&context, caller);
        let (body, etag) = draft::edit(self, &request, course_id, if_match, edit).await?;
        Ok(ReplaceDraftResponse::Ok { body, etag })
    }

    async fn patch_draft(
        &self,
        context: RequestContext,
        caller: Caller,
        params: PatchDraftParams,
        body: models::CourseDraftPatch,
    ) -> Result<PatchDraftResponse, Problem> {
        let PatchDraftParams { course_id, if_match } = params;
        let edit = body.try_into().map_err(invalid)?;
        let request = request(&context, caller);
        let (body, etag) = draft::edit(self, &request, course_id, if_match, edit).await?;
        Ok(PatchDraftResponse::Ok { body, etag })
    }

    async fn move_draft_parts(
        &self,
        context: RequestContext,
        caller: Caller,
        params: MoveDraftPartsParams,
        body: models::DraftMoves,
    ) -> Result<MoveDraftPartsResponse, Problem> {
        parts::move_all(self, &context, caller, params, body).await
    }

    async fn list_draft_lessons(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ListDraftLessonsParams,
    ) -> Result<ListDraftLessonsResponse, Problem> {
        lesson::list(self, &context, caller, params).await
    }

    async fn create_draft_lesson(
        &self,
        context: RequestContext,
        caller: Caller,
        params: CreateDraftLessonParams,
        body: models::LessonCreate,
    ) -> Result<CreateDraftLessonResponse, Problem> {
        lesson::create(self, &context, caller, params, body).await
    }

    async fn get_draft_lesson(
        &self,
        context: RequestContext,
        caller: Caller,
        params: GetDraftLessonParams,
    ) -> Result<GetDraftLessonResponse, Problem> {
        lesson::read(self, &request(&context, caller), params).await
    }

    async fn replace_draft_lesson(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ReplaceDraftLessonParams,
        body: models::LessonReplace,
    ) -> Result<ReplaceDraftLessonResponse, Problem> {
        lesson::replace(self, &request(&context, caller), params, body).await
    }

    async fn patch_draft_lesson(
        &self,
        context: RequestContext,
        caller: Caller,
        params: PatchDraftLessonParams,
        body: models::LessonPatch,
    ) -> Result<PatchDraftLessonResponse, Problem> {
        lesson::patch(self, &request(&context, caller), params, body).await
    }

    async fn delete_draft_lesson(
        &self,
        context: RequestContext,
        caller: Caller,
        params: DeleteDraftLessonParams,
    ) -> Result<DeleteDraftLessonResponse, Problem> {
        lesson::delete(self, &request(&context, caller), params).await
    }
}
