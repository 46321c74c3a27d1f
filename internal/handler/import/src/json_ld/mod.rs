//! Courses that a page describes for machines, as JSON-LD in the words of schema.org.
//!
//! Only `Course` and what hangs below it is read; everything else on the page is passed over. The
//! vocabulary is used loosely on the web, so a value may be a text, an object or a list of them,
//! and a type may be written with or without the address of the vocabulary. What has another form
//! than it should is left out if the course can do without, else the course is set aside with the
//! reason. Nothing is ever fetched: a context is not looked up, a reference leads within the page.

mod course;
mod fault;
mod graph;
mod instance;
mod page;
mod script;
mod value;

pub use page::{JsonLdError, JsonLdPage};
