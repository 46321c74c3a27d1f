//! The lessons of a draft, each with its content.

use courses_domain::catalogue::LessonEdit;
use courses_usecase::Request;
use courses_usecase::catalogue::{
    DeleteDraftLessonInput, DraftLesson, EditDraftLessonInput, ListLessonsInput,
};
use xapi::RequestContext;
use xerror::Problem;

use super::lesson_input::{create_lesson, replace_lesson};
use crate::caller::Caller;
use crate::cursor::Shape;
use crate::etag;
use crate::generated::{
    CreateDraftLessonParams, CreateDraftLessonResponse, DeleteDraftLessonParams,
    DeleteDraftLessonResponse, GetDraftLessonParams, GetDraftLessonResponse,
    ListDraftLessonsParams, ListDraftLessonsResponse, PatchDraftLessonParams,
    PatchDraftLessonResponse, ReplaceDraftLessonParams, ReplaceDraftLessonResponse, models,
};
use crate::idempotency::{answer, wish};
use crate::number::{signed, small, unsigned};
use crate::page::Pages;
use crate::problem::{invalid, unread, unwritten};
use crate::request::request;
use crate::state::ApiState;

pub(super) async fn list(
    api: &ApiState,
    context: &RequestContext,
    caller: Caller,
    params: ListDraftLessonsParams,
) -> Result<ListDraftLessonsResponse, Problem> {
    let shape = Shape::of(context.operation).and("course_id", params.course_id);
    let pages = Pages::new(&api.cursors, context, shape);
    let input = ListLessonsInput {
        course: params.course_id.into(),
        after: pages.after(params.cursor.as_deref())?,
        limit: unsigned(params.limit),
    };
    let request = request(context, caller);
    let list = api.catalogue.list_draft_lessons.execute(&request, input).await.map_err(unread)?;
    let (page, link) = pages.next(list.next.as_ref());
    let items = list.items.iter().map(models::LessonSummary::from).collect();
    Ok(ListDraftLessonsResponse::Ok { body: models::LessonPage { items, page }, link })
}

pub(super) async fn create(
    api: &ApiState,
    context: &RequestContext,
    caller: Caller,
    params: CreateDraftLessonParams,
    body: models::LessonCreate,
) -> Result<CreateDraftLessonResponse, Problem> {
    let mut input = create_lesson(params.course_id.into(), body).map_err(invalid)?;
    input.idempotency = wish(context, params.idempotency_key, created);
    let reply = api.catalogue.create_draft_lesson.execute(&request(context, caller), input).await;
    Ok(answer(reply.map_err(unwritten)?, created))
}

fn created(lesson: &DraftLesson) -> CreateDraftLessonResponse {
    CreateDraftLessonResponse::Created {
        body: models::Lesson::from(lesson),
        etag: etag::tag(lesson.lesson.version),
        location: format!("/v1/courses/{}/draft/lessons/{}", lesson.course, lesson.lesson.id),
        idempotent_replayed: None,
    }
}

pub(super) async fn read(
    api: &ApiState,
    request: &Request,
    params: GetDraftLessonParams,
) -> Result<GetDraftLessonResponse, Problem> {
    let (course, lesson) = (params.course_id.into(), params.lesson_id.into());
    let found = api.catalogue.read_draft_lesson.execute(request, course, lesson).await;
    let lesson = found.map_err(unread)?;
    let version = lesson.lesson.version;
    let etag = etag::tag(version);
    if etag::is_known(params.if_none_match.as_deref(), version)? {
        return Ok(GetDraftLessonResponse::NotModified { etag });
    }
    Ok(GetDraftLessonResponse::Ok { body: models::Lesson::from(&lesson), etag })
}

pub(super) async fn replace(
    api: &ApiState,
    request: &Request,
    params: ReplaceDraftLessonParams,
    body: models::LessonReplace,
) -> Result<ReplaceDraftLessonResponse, Problem> {
    let (edit, content) = replace_lesson(body).map_err(invalid)?;
    let input = EditDraftLessonInput {
        course: params.course_id.into(),
        lesson: params.lesson_id.into(),
        if_match: etag::if_match(params.if_match.as_deref())?,
        edit,
        content: Some(content),
    };
    let (body, etag) = edited(api, request, input).await?;
    Ok(ReplaceDraftLessonResponse::Ok { body, etag })
}

pub(super) async fn patch(
    api: &ApiState,
    request: &Request,
    params: PatchDraftLessonParams,
    body: models::LessonPatch,
) -> Result<PatchDraftLessonResponse, Problem> {
    let input = EditDraftLessonInput {
        course: params.course_id.into(),
        lesson: params.lesson_id.into(),
        if_match: etag::if_match(params.if_match.as_deref())?,
        edit: LessonEdit::try_from(body).map_err(invalid)?,
        content: None,
    };
    let (body, etag) = edited(api, request, input).await?;
    Ok(PatchDraftLessonResponse::Ok { body, etag })
}

async fn edited(
    api: &ApiState,
    request: &Request,
    input: EditDraftLessonInput,
) -> Result<(models::Lesson, String), Problem> {
    let edited = api.catalogue.edit_draft_lesson.execute(request, input).await;
    let lesson = edited.map_err(unwritten)?;
    Ok((models::Lesson::from(&lesson), etag::tag(lesson.lesson.version)))
}

pub(super) async fn delete(
    api: &ApiState,
    request: &Request,
    params: DeleteDraftLessonParams,
) -> Result<DeleteDraftLessonResponse, Problem> {
    let input = DeleteDraftLessonInput {
        course: params.course_id.into(),
        lesson: params.lesson_id.into(),
        if_match: etag::if_match(params.if_match.as_deref())?,
    };
    api.catalogue.delete_draft_lesson.execute(request, input).await.map_err(unwritten)?;
    Ok(DeleteDraftLessonResponse::NoContent)
}

impl From<&DraftLesson> for models::Lesson {
    fn from(draft: &DraftLesson) -> Self {
        let lesson = &draft.lesson;
        Self {
            id: lesson.id.into(),
            course_id: draft.course.into(),
            section_id: draft.section.into(),
            topic_id: draft.topic.into(),
            position: i32::try_from(draft.position).unwrap_or(i32::MAX),
            title: lesson.title.to_string(),
            kind: lesson.kind.into(),
            duration_minutes: lesson.duration_minutes.map(small),
            preview: lesson.preview,
            visibility: lesson.visibility.into(),
            content: draft.content.as_ref().map(models::DraftLessonContent::from),
            version: signed(lesson.version),
        }
    }
}

impl From<&DraftLesson> for models::LessonSummary {
    fn from(draft: &DraftLesson) -> Self {
        let lesson = &draft.lesson;
        Self {
            id: lesson.id.into(),
            course_id: draft.course.into(),
            section_id: draft.section.into(),
            topic_id: draft.topic.into(),
            title: lesson.title.to_string(),
            kind: lesson.kind.into(),
            duration_minutes: lesson.duration_minutes.map(small),
            preview: lesson.preview,
            visibility: lesson.visibility.into(),
            locked: false,
            version: signed(lesson.version),
        }
    }
}
