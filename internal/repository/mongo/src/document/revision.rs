//! A revision of a course: one publication as it was, never changed.
//!
//! What its lessons said lies in `revision_lessons`: each content once, under the first revision
//! that has it, so a lesson of a revision is the last one kept until then. The ids are course and
//! number, and course, lesson and number, in this order: the index that every collection has finds
//! them all. Growth: the content of a course for each publication, and each text of each lesson
//! that was ever published.

use bson::{Bson, DateTime, Document, doc};
use courses_domain::catalogue::{CourseId, CourseState, CourseTitle, Revision};
use courses_port::catalogue::RevisionSummary;
use serde::{Deserialize, Serialize};

use super::{ContentDocument, Record};
use crate::convert::{to_binary, to_date, to_id, to_long, to_number, to_timestamp};
use crate::error::{BadField, InField};

/// A revision as it lies in `revisions`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RevisionDocument {
    #[serde(rename = "_id")]
    id: RevisionKey,
    draft_version: i64,
    at: DateTime,
    content: ContentDocument,
}

#[derive(Debug, Serialize, Deserialize)]
struct RevisionKey {
    course: bson::Uuid,
    number: i64,
}

impl RevisionDocument {
    /// The present publication of a course, if it has one.
    pub(crate) fn of(state: &CourseState) -> Option<Self> {
        let copy = state.published.as_ref()?;
        Some(Self {
            id: RevisionKey { course: to_binary(state.id), number: copy.revision.into() },
            draft_version: to_long(copy.draft_version),
            at: to_date(copy.at),
            content: (&copy.content).into(),
        })
    }
}

impl Record for RevisionDocument {
    type Entity = Revision;

    fn into_entity(self) -> Result<Revision, BadField> {
        Ok(Revision {
            course: to_id(self.id.course),
            number: to_number(self.id.number, "_id.number")?,
            draft_version: to_number(self.draft_version, "draft_version")?,
            at: to_timestamp(self.at, "at")?,
            content: self.content.into_content().map_err(|err| err.within("content"))?,
        })
    }
}

/// A revision without what it says.
#[derive(Debug, Deserialize)]
pub(crate) struct RevisionSummaryDocument {
    #[serde(rename = "_id")]
    id: RevisionKey,
    draft_version: i64,
    at: DateTime,
    content: TitleDocument,
}

#[derive(Debug, Deserialize)]
struct TitleDocument {
    title: String,
}

impl Record for RevisionSummaryDocument {
    type Entity = RevisionSummary;

    fn into_entity(self) -> Result<RevisionSummary, BadField> {
        Ok(RevisionSummary {
            number: to_number(self.id.number, "_id.number")?,
            draft_version: to_number(self.draft_version, "draft_version")?,
            at: to_timestamp(self.at, "at")?,
            title: CourseTitle::parse(&self.content.title).in_field("content.title")?,
        })
    }
}

/// The id of a kept lesson, when nothing else of it is wanted.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct KeptLesson {
    #[serde(rename = "_id")]
    id: KeptLessonKey,
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct KeptLessonKey {
    course: bson::Uuid,
    lesson: bson::Uuid,
    revision: i64,
}

impl KeptLesson {
    pub(crate) const fn lesson(&self) -> bson::Uuid {
        self.id.lesson
    }

    pub(crate) const fn revision(&self) -> i64 {
        self.id.revision
    }

    pub(crate) fn document_id(&self) -> Document {
        kept_lesson_id(self.id.course, self.id.lesson, self.id.revision)
    }
}

impl Record for KeptLesson {
    type Entity = Self;

    fn into_entity(self) -> Result<Self, BadField> {
        Ok(self)
    }
}

/// The id of a revision.
pub(crate) fn revision_id(course: CourseId, number: u32) -> Document {
    doc! { "course": to_binary(course), "number": i64::from(number) }
}

/// The ids of the revisions of a course before `number`, or of all.
pub(crate) fn revision_range(course: CourseId, before: Option<u64>) -> Document {
    let course = to_binary(course);
    let end = before.map_or(Bson::MaxKey, |number| to_long(number).into());
    doc! { "$gte": { "course": course }, "$lt": { "course": course, "number": end } }
}

/// The id of what a lesson said from a revision on.
pub(crate) fn kept_lesson_id(course: bson::Uuid, lesson: bson::Uuid, revision: i64) -> Document {
    doc! { "course": course, "lesson": lesson, "revision": revision }
}

/// The ids of everything that lessons of a course ever said.
pub(crate) fn kept_lesson_range(course: CourseId) -> Document {
    let course = to_binary(course);
    doc! {
        "$gte": { "course": course },
        "$lt": { "course": course, "lesson": Bson::MaxKey },
    }
}

#[cfg(test)]
mod tests {
    use bson::RawDocumentBuf;
    use courses_testkit::build::Make;

    use super::*;
    use crate::document::{decode, encode};

    #[test]
    fn a_revision_survives_its_document() {
        let state = Make::new(1).rich_course();
        let copy = state.published.clone().unwrap();
        let document = encode(&RevisionDocument::of(&state).unwrap());
        let raw = RawDocumentBuf::try_from(&document).unwrap();

        let revision = decode::<RevisionDocument>("revisions", &raw).unwrap();
        let summary = decode::<RevisionSummaryDocument>("revisions", &raw).unwrap();

        assert_eq!((revision.course, revision.number), (state.id, copy.revision));
        assert_eq!((revision.at, revision.draft_version), (copy.at, copy.draft_version));
        assert_eq!((summary.number, &summary.title), (copy.revision, &copy.content.title));
        assert_eq!(revision.content, copy.content);
    }
}
