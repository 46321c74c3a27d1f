//! What stands in the columns, and how it becomes values of the domain and back.
//!
//! Rows never leave this crate. What a row holds was checked when it was written, and is parsed
//! again when it is read: a record that breaks the rules names its table, id and field.

mod card;
mod content;
mod course;
mod event;
mod idempotency;
mod instructor;
mod lesson;
mod run;
mod subject;
mod value;

pub(crate) use card::{Listing, read_listing};
pub(crate) use content::ContentRow;
pub(crate) use course::{CourseParams, external_ids_json, read_course, read_published};
pub(crate) use event::read_event;
pub(crate) use idempotency::{headers_json, read_answer};
pub(crate) use instructor::read_instructor;
pub(crate) use lesson::{content_json, read_content};
pub(crate) use run::{details_json, read_run};
pub(crate) use subject::read_subject;
pub(crate) use value::{Columns, blob, int, json, millis};
