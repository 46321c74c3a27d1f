//! The content of a lesson as JSON.

use std::borrow::Cow;
use std::error::Error;

use courses_domain::catalogue::{LessonBody, LessonContent, MediaType};
use courses_domain::shared::WebUrl;
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::quiz::QuestionRow;
use super::{Columns, json, quiz};
use crate::error::Failure;

/// [`LessonContent`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum LessonContentRow<'a> {
    Text { body: Cow<'a, str> },
    Video { url: Cow<'a, str>, transcript: Option<Cow<'a, str>> },
    File { url: Cow<'a, str>, media_type: Option<Cow<'a, str>>, size_bytes: Option<u64> },
    Link { url: Cow<'a, str> },
    Quiz { questions: Vec<QuestionRow<'a>> },
}

impl<'a> From<&'a LessonContent> for LessonContentRow<'a> {
    fn from(content: &'a LessonContent) -> Self {
        match content {
            LessonContent::Text { body } => Self::Text { body: body.as_str().into() },
            LessonContent::Video { url, transcript } => Self::Video {
                url: url.as_str().into(),
                transcript: transcript.as_ref().map(|it| it.as_str().into()),
            },
            LessonContent::File { url, media_type, size_bytes } => Self::File {
                url: url.as_str().into(),
                media_type: media_type.as_ref().map(|it| it.as_str().into()),
                size_bytes: *size_bytes,
            },
            LessonContent::Link { url } => Self::Link { url: url.as_str().into() },
            LessonContent::Quiz(quiz) => Self::Quiz { questions: quiz::questions(quiz) },
        }
    }
}

impl TryFrom<LessonContentRow<'_>> for LessonContent {
    type Error = Box<dyn Error + Send + Sync>;

    fn try_from(row: LessonContentRow<'_>) -> Result<Self, Self::Error> {
        Ok(match row {
            LessonContentRow::Text { body } => Self::Text { body: LessonBody::parse(&body)? },
            LessonContentRow::Video { url, transcript } => Self::Video {
                url: WebUrl::parse(&url)?,
                transcript: transcript.map(|it| LessonBody::parse(&it)).transpose()?,
            },
            LessonContentRow::File { url, media_type, size_bytes } => Self::File {
                url: WebUrl::parse(&url)?,
                media_type: media_type.map(|it| MediaType::parse(&it)).transpose()?,
                size_bytes,
            },
            LessonContentRow::Link { url } => Self::Link { url: WebUrl::parse(&url)? },
            LessonContentRow::Quiz { questions } => Self::Quiz(quiz::quiz(questions)?),
        })
    }
}

/// The content of a lesson as it is kept.
pub(crate) fn content_json(content: &LessonContent) -> String {
    json(&LessonContentRow::from(content))
}

/// The content of `lesson` as it was kept; `None` if it has none yet.
pub(crate) fn read_content(lesson: Uuid, row: &Row<'_>) -> Result<Option<LessonContent>, Failure> {
    let it = Columns::named("lessons", row, lesson.to_string());
    let content: Option<LessonContentRow<'_>> = it.json_if_any("content")?;
    content.map(TryInto::try_into).transpose().map_err(|err| it.bad("content", err))
}
