//! Bodies about lessons of a draft, as the domain wants them.

use courses_domain::catalogue::{CourseId, LessonContent, LessonEdit, LessonInput, LessonTitle};
use courses_domain::shared::Violations;
use courses_usecase::catalogue::CreateDraftLessonInput;

use super::super::lesson_content::content;
use crate::fields::{complete, optional};
use crate::generated::models;
use crate::number::unsigned;

/// A place in a list. The contract has a minimum of 0.
pub(super) fn position(raw: Option<i32>) -> Option<usize> {
    raw.map(|raw| usize::try_from(raw).unwrap_or(0))
}

/// A new lesson of a draft.
pub(super) fn create_lesson(
    course: CourseId,
    body: models::LessonCreate,
) -> Result<CreateDraftLessonInput, Violations> {
    let mut violations = Violations::new();
    let title = violations.check("/title", LessonTitle::parse(&body.title));
    let content = body.content.and_then(|raw| content(&mut violations, raw));
    let title = complete(violations, title)?;
    Ok(CreateDraftLessonInput {
        course,
        topic: body.topic_id.into(),
        position: position(body.position),
        lesson: LessonInput {
            id: None,
            title,
            kind: body.kind.into(),
            duration_minutes: body.duration_minutes.map(unsigned),
            preview: body.preview,
            visibility: body.visibility.into(),
        },
        content,
        idempotency: None,
    })
}

/// A whole lesson and its whole content.
pub(super) fn replace_lesson(
    body: models::LessonReplace,
) -> Result<(LessonEdit, Option<LessonContent>), Violations> {
    let mut violations = Violations::new();
    let title = violations.check("/title", LessonTitle::parse(&body.title));
    let content = body.content.and_then(|raw| content(&mut violations, raw));
    let title = complete(violations, title)?;
    let edit = LessonEdit {
        topic: Some(body.topic_id.into()),
        position: position(body.position),
        title: Some(title),
        kind: Some(body.kind.into()),
        duration_minutes: Some(body.duration_minutes.map(unsigned)),
        preview: Some(body.preview),
        visibility: Some(body.visibility.into()),
    };
    Ok((edit, content))
}

impl TryFrom<models::LessonPatch> for LessonEdit {
    type Error = Violations;

    fn try_from(body: models::LessonPatch) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let edit = Self {
            topic: body.topic_id.map(Into::into),
            position: position(body.position),
            title: optional(&mut violations, "/title", body.title, LessonTitle::parse),
            kind: body.kind.map(Into::into),
            duration_minutes: body.duration_minutes.map(|raw| raw.map(unsigned)),
            preview: body.preview,
            visibility: body.visibility.map(Into::into),
        };
        complete(violations, Some(edit))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let body = json!({
            "topic_id": Uuid::from_u128(1),
            "title": " ",
            "kind": "link",
            "content": { "kind": "link", "url": "https:// " },
        });
        let body = serde_json::from_value(body).unwrap();
        let Err(violations) = create_lesson(Uuid::from_u128(2).into(), body) else {
            panic!("two members are bad");
        };
        let pointers: Vec<_> = violations.as_slice().iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(pointers, ["/title", "/content/url"]);
    }

    #[test]
    fn a_replacement_without_content_empties_the_lesson() {
        let body = json!({ "topic_id": Uuid::from_u128(1), "title": "Values", "kind": "text" });
        let (edit, content) = replace_lesson(serde_json::from_value(body).unwrap()).unwrap();
        assert_eq!(content, None);
        assert_eq!(edit.duration_minutes, Some(None));
        assert_eq!((edit.preview, edit.position), (Some(false), None));
    }
}
