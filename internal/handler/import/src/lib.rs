//! Adapters that turn outside catalogues into courses and bring them in.
//!
//! There are two so far: the schedule of a university as CSV, [`import_uiuc_csv`], and courses that
//! a web page describes for machines, [`JsonLdPage`], which is read but not yet crawled. An adapter
//! knows its format and nothing else: what is new, changed or unchanged is decided by the use
//! case [`courses_usecase::catalogue::ImportCourses`], for every source alike.
//!
//! [`ImportWorker`] is the job that brings in files that were sent over HTTP.
//!
//! # How do I add one more?
//!
//! A module that turns the source into [`courses_usecase::catalogue::ImportedCourse`]s and sets
//! aside what it cannot read with line and reason, and a function like [`import_uiuc_csv`] that
//! hands them on in batches and returns an [`ImportReport`].

mod batches;
mod import;
mod json_ld;
mod parts;
mod report;
mod text;
mod tidier;
mod uiuc_csv;
mod worker;

pub use import::{ImportError, Progress, import_uiuc_csv};
pub use json_ld::{JsonLdError, JsonLdPage};
pub use report::{GoneReport, ImportReport, RowCounts};
pub use tidier::tidy_imports_regularly;
pub use uiuc_csv::{CsvError, UiucCatalogue};
pub use worker::{ImportWorker, ImportWorkerOptions};
