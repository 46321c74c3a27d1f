//! Lessons of published courses.

use courses_usecase::Request;
use courses_usecase::catalogue::{LessonView, ListLessonsInput};
use xapi::RequestContext;
use xerror::Problem;

use crate::cursor::Shape;
use crate::etag;
use crate::generated::{
    GetLessonParams, GetLessonResponse, ListCourseLessonsParams, ListCourseLessonsResponse, models,
};
use crate::number::{signed, small, unsigned};
use crate::page::Pages;
use crate::problem::unread;
use crate::state::ApiState;

pub(super) async fn list(
    api: &ApiState,
    context: &RequestContext,
    request: Request,
    params: ListCourseLessonsParams,
) -> Result<ListCourseLessonsResponse, Problem> {
    let shape = Shape::of(context.operation).and("course_id", params.course_id);
    let pages = Pages::new(&api.cursors, context, shape);
    let input = ListLessonsInput {
        course: params.course_id.into(),
        after: pages.after(params.cursor.as_deref())?,
        limit: unsigned(params.limit),
    };
    let list = api.catalogue.list_lessons.execute(&request, input).await.map_err(unread)?;
    let (page, link) = pages.next(list.next.as_ref());
    let items = list.items.iter().map(models::LessonSummary::from).collect();
    Ok(ListCourseLessonsResponse::Ok { body: models::LessonPage { items, page }, link })
}

pub(super) async fn read(
    api: &ApiState,
    request: &Request,
    params: GetLessonParams,
) -> Result<GetLessonResponse, Problem> {
    let found = api.catalogue.read_lesson.execute(request, params.lesson_id.into()).await;
    let lesson = found.map_err(unread)?;
    // Whoever gains access must not be told that nothing has changed.
    let etag = if lesson.open {
        etag::tag(lesson.course_version)
    } else {
        etag::locked_tag(lesson.course_version)
    };
    if etag::is_known_tag(params.if_none_match.as_deref(), &etag)? {
        return Ok(GetLessonResponse::NotModified { etag });
    }
    Ok(GetLessonResponse::Ok { body: models::LessonView::from(&lesson), etag })
}

/// The version is that of the published course: a lesson that only moved, or stands below another
/// heading now, is another view although the lesson is the same.
impl From<&LessonView> for models::LessonView {
    fn from(view: &LessonView) -> Self {
        let lesson = &view.lesson;
        Self {
            id: lesson.id.into(),
            course_id: view.course.into(),
            section_id: view.section.into(),
            topic_id: view.topic.into(),
            title: lesson.title.to_string(),
            kind: lesson.kind.into(),
            duration_minutes: lesson.duration_minutes.map(small),
            preview: lesson.preview,
            visibility: lesson.visibility.into(),
            locked: !view.open,
            content: view.content.as_ref().map(models::LessonContent::from),
            version: signed(view.course_version),
        }
    }
}

impl From<&LessonView> for models::LessonSummary {
    fn from(view: &LessonView) -> Self {
        let lesson = &view.lesson;
        Self {
            id: lesson.id.into(),
            course_id: view.course.into(),
            section_id: view.section.into(),
            topic_id: view.topic.into(),
            title: lesson.title.to_string(),
            kind: lesson.kind.into(),
            duration_minutes: lesson.duration_minutes.map(small),
            preview: lesson.preview,
            visibility: lesson.visibility.into(),
            locked: !view.open,
            version: signed(lesson.version),
        }
    }
}
