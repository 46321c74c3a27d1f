//! The shapes of documents, one file each, with the conversions beside them.
//!
//! A document is not an entity: it changes only together with a migration, and an entity is
//! rebuilt from it by parsing every value again. What is missing or of the wrong type is found
//! when it is decoded, what breaks a rule when it is converted; both name collection, id and
//! field.

mod answer;
mod content;
mod course;
mod event;
mod instructor;
mod lease;
mod lesson;
mod offer;
mod record;
mod run;
mod search;
mod subject;
mod summary;
mod tree;

pub(crate) use answer::{AnswerDocument, scope_id};
pub(crate) use content::ContentDocument;
pub(crate) use course::{CourseDocument, PublishedCourseDocument};
pub(crate) use event::{LoggedEventDocument, OutboxDocument, WaitingDocument, log_document};
pub(crate) use instructor::InstructorDocument;
pub(crate) use lease::LeaseDocument;
pub(crate) use lesson::{LessonRecord, LessonStamp, copy_word, lesson_id, lesson_range};
pub(crate) use offer::OfferDocument;
pub(crate) use record::{Record, decode};
pub(crate) use run::RunDocument;
pub(crate) use search::search_document;
pub(crate) use subject::SubjectDocument;
pub(crate) use summary::{CountDocument, SummaryDocument};

/// Turns a document of ours into BSON.
pub(crate) fn encode<T: serde::Serialize>(document: &T) -> bson::Document {
    bson::serialize_to_document(document).expect("structs with text keys always become BSON")
}
