//! What stands in the columns, and how it becomes values of the domain and back.
//!
//! Rows never leave this crate. What a row holds was checked when it was written, and is parsed
//! again when it is read: a record that breaks the rules names its table, id and field.

mod absence;
mod account;
mod api_key;
mod audit;
mod card;
mod content;
mod course;
mod event;
mod idempotency;
mod import;
mod instructor;
mod lesson;
mod mail;
mod merged;
mod provenance;
mod publication_request;
mod quiz;
mod revision;
mod revocation;
mod run;
mod session;
mod subject;
mod suggestion;
mod value;

pub(crate) use account::{read_account, read_account_summary, roles_json};
pub(crate) use api_key::{read_api_key, read_api_key_use, scopes_json};
pub(crate) use audit::{read_audit, read_audit_head};
pub(crate) use card::{Listing, read_listing};
pub(crate) use content::ContentRow;
pub(crate) use course::{CourseParams, external_ids_json, read_course, read_published};
pub(crate) use event::{read_account_event, read_event};
pub(crate) use idempotency::{headers_json, read_answer};
pub(crate) use import::{progress_json, read_import, read_named_course, read_reject};
pub(crate) use instructor::read_instructor;
pub(crate) use lesson::{content_json, read_content};
pub(crate) use mail::read_mail;
pub(crate) use publication_request::read_publication_request;
pub(crate) use revision::{read_kept_lesson, read_revision, read_revision_summary};
pub(crate) use revocation::{read_revocation, revoked};
pub(crate) use run::{details_json, read_run};
pub(crate) use session::read_session;
pub(crate) use subject::read_subject;
pub(crate) use suggestion::{read_suggestion, suggestion_words};
pub(crate) use value::{Columns, blob, hex, int, json, millis};
