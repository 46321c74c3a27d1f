//! The content of a lesson in one copy of its course.
//!
//! The id is course, copy and lesson in this order, so the index every collection has finds one
//! lesson as well as all of a copy. Growth: up to a thousand per course and copy, mostly a few
//! kilobytes each.

use bson::{Bson, Document, doc};
use courses_domain::catalogue::{
    CourseId, LessonBody, LessonContent, LessonCopy, LessonId, MediaType,
};
use courses_domain::shared::WebUrl;
use serde::{Deserialize, Serialize};

use super::quiz::QuestionDocument;
use super::{Record, quiz};
use crate::convert::{to_binary, to_long, to_number};
use crate::error::{BadField, InField};

/// A lesson as it lies in `lessons`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LessonRecord {
    /// Null for a lesson that has no content yet.
    content: Option<LessonContentDocument>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum LessonContentDocument {
    Text { body: String },
    Video { url: String, transcript: Option<String> },
    File { url: String, media_type: Option<String>, size_bytes: Option<i64> },
    Link { url: String },
    Quiz { questions: Vec<QuestionDocument> },
}

/// When a lesson was written: the revision of the course. Publishing compares it, so that only
/// what differs is copied.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct LessonStamp {
    #[serde(rename = "_id")]
    pub(crate) id: LessonKey,
    pub(crate) written: i64,
}

/// The id of a lesson's document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct LessonKey {
    pub(crate) course: bson::Uuid,
    pub(crate) copy: String,
    pub(crate) lesson: bson::Uuid,
}

/// The id of a lesson's document.
pub(crate) fn lesson_id(course: bson::Uuid, copy: LessonCopy, lesson: bson::Uuid) -> Document {
    doc! { "course": course, "copy": copy_word(copy), "lesson": lesson }
}

/// The ids of all lessons of a course: documents compare field by field, in order.
pub(crate) fn lesson_range(course: CourseId) -> Document {
    let course = to_binary(course);
    doc! {
        "$gte": { "course": course },
        "$lte": { "course": course, "copy": Bson::MaxKey },
    }
}

/// The word for a copy in ids.
pub(crate) const fn copy_word(copy: LessonCopy) -> &'static str {
    match copy {
        LessonCopy::Draft => "draft",
        LessonCopy::Published => "published",
    }
}

impl LessonRecord {
    /// The whole document.
    pub(crate) fn document(
        course: CourseId,
        copy: LessonCopy,
        lesson: LessonId,
        content: Option<&LessonContent>,
        written: u64,
    ) -> Document {
        let record = Self { content: content.map(LessonContentDocument::from) };
        let mut document = doc! {
            "_id": lesson_id(to_binary(course), copy, to_binary(lesson)),
            "written": to_long(written),
        };
        document.extend(super::encode(&record));
        document
    }
}

impl From<&LessonContent> for LessonContentDocument {
    fn from(content: &LessonContent) -> Self {
        match content {
            LessonContent::Text { body } => Self::Text { body: body.as_str().to_owned() },
            LessonContent::Video { url, transcript } => Self::Video {
                url: url.as_str().to_owned(),
                transcript: transcript.as_ref().map(|text| text.as_str().to_owned()),
            },
            LessonContent::File { url, media_type, size_bytes } => Self::File {
                url: url.as_str().to_owned(),
                media_type: media_type.as_ref().map(|it| it.as_str().to_owned()),
                size_bytes: size_bytes.map(to_long),
            },
            LessonContent::Link { url } => Self::Link { url: url.as_str().to_owned() },
            LessonContent::Quiz(quiz) => Self::Quiz { questions: quiz::questions(quiz) },
        }
    }
}

impl Record for LessonRecord {
    type Entity = Option<LessonContent>;

    fn into_entity(self) -> Result<Self::Entity, BadField> {
        let content = self.content.map(LessonContentDocument::into_content).transpose();
        content.map_err(|err| err.within("content"))
    }
}

impl LessonContentDocument {
    fn into_content(self) -> Result<LessonContent, BadField> {
        let to_url = |url: String| WebUrl::parse(&url).in_field("url");
        let to_body = |text: &str| LessonBody::parse(text);
        Ok(match self {
            Self::Text { body } => LessonContent::Text { body: to_body(&body).in_field("body")? },
            Self::Video { url, transcript } => LessonContent::Video {
                url: to_url(url)?,
                transcript: transcript.map(|it| to_body(&it)).transpose().in_field("transcript")?,
            },
            Self::File { url, media_type, size_bytes } => LessonContent::File {
                url: to_url(url)?,
                media_type: media_type
                    .map(|it| MediaType::parse(&it))
                    .transpose()
                    .in_field("media_type")?,
                size_bytes: size_bytes.map(|it| to_number(it, "size_bytes")).transpose()?,
            },
            Self::Link { url } => LessonContent::Link { url: to_url(url)? },
            Self::Quiz { questions } => LessonContent::Quiz(quiz::quiz(questions)?),
        })
    }
}

impl Record for LessonStamp {
    type Entity = Self;

    fn into_entity(self) -> Result<Self, BadField> {
        Ok(self)
    }
}
