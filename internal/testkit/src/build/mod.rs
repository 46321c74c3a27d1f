//! Values for tests: always the same for the same seed, rich enough to catch a forgotten field.

#![expect(clippy::missing_panics_doc, reason = "the literals in here are known to be valid")]

mod account;
mod api_key;
mod audit;
mod course;
mod import;
mod instructor;
mod mail;
mod make;
mod publication;
mod random;
mod revocation;
mod run;
mod save;
mod save_identity;
mod session;
mod subject;
mod words;

pub use import::import_write;
pub use make::Make;
pub use random::Random;
pub use save::{
    Revised, Save, changed, course_write, instructor_write, publication_request_write, run_write,
    search_entry, subject_write,
};
pub use save_identity::{account_write, api_key_write, session_write};
pub use words::{QUERIES, WORDS, sentence};
