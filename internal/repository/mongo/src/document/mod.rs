//! The shapes of documents, one file each, with the conversions beside them.
//!
//! A document is not an entity: it changes only together with a migration, and an entity is
//! rebuilt from it by parsing every value again. What is missing or of the wrong type is found
//! when it is decoded, what breaks a rule when it is converted; both name collection, id and
//! field.

mod absence;
mod account;
mod account_event;
mod answer;
mod api_key;
mod attempts;
mod audit;
mod bytes;
mod content;
mod course;
mod event;
mod id;
mod import;
mod instructor;
mod lease;
mod lesson;
mod mail;
mod merged;
mod offer;
mod provenance;
mod publication_request;
mod quiz;
mod record;
mod revision;
mod revocation;
mod run;
mod search;
mod session;
mod subject;
mod suggestion;
mod summary;
mod tree;

pub(crate) use account::{AccountDocument, AccountSummaryDocument, search_key};
pub(crate) use account_event::{LoggedAccountEvent, WaitingAccountEvents};
pub(crate) use answer::{AnswerDocument, scope_id};
pub(crate) use api_key::{ApiKeyDocument, ApiKeyUseDocument};
pub(crate) use attempts::{AttemptsDocument, attempts_id, count_update};
pub(crate) use audit::{AuditDocument, AuditHeadDocument};
pub(crate) use content::ContentDocument;
pub(crate) use course::{CourseDocument, PublishedCourseDocument};
pub(crate) use event::{LoggedEventDocument, OutboxDocument, WaitingDocument, log_document};
pub(crate) use id::IdDocument;
pub(crate) use import::{
    ImportDocument, NamedCourseDocument, PartDocument, PartFileDocument, RejectDocument,
    RoundDocument, numbered_id,
};
pub(crate) use instructor::InstructorDocument;
pub(crate) use lease::LeaseDocument;
pub(crate) use lesson::{LessonRecord, LessonStamp, copy_word, lesson_id, lesson_range};
pub(crate) use mail::MailDocument;
pub(crate) use merged::MergedDocument;
pub(crate) use offer::OfferDocument;
pub(crate) use publication_request::PublicationRequestDocument;
pub(crate) use record::{Record, decode};
pub(crate) use revision::{
    KeptLesson, RevisionDocument, RevisionSummaryDocument, kept_lesson_id, kept_lesson_range,
    revision_id, revision_range,
};
pub(crate) use revocation::{RevocationDocument, revoke_statement};
pub(crate) use run::RunDocument;
pub(crate) use search::SearchDocument;
pub(crate) use session::SessionDocument;
pub(crate) use subject::SubjectDocument;
pub(crate) use suggestion::{SuggestedDocument, SuggestionDocument};
pub(crate) use summary::{CountDocument, SummaryDocument};

/// Turns a document of ours into the bytes that are sent. Everything that is written often goes this
/// way: a tree of values in between costs more than all the rest.
pub(crate) fn encode_raw<T: serde::Serialize>(document: &T) -> bson::RawDocumentBuf {
    bson::serialize_to_raw_document_buf(document)
        .expect("structs with text keys always become BSON")
}

/// Turns a document of ours into BSON that other documents are made of.
pub(crate) fn encode<T: serde::Serialize>(document: &T) -> bson::Document {
    bson::serialize_to_document(document).expect("structs with text keys always become BSON")
}
