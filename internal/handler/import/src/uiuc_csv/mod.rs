//! The schedule of a university as CSV: one row for each meeting of each section.

mod catalogue;
mod credits;
mod description;
mod fault;
mod group;
mod line_feeds;
mod raw;
mod row;
mod schedule;
mod sentence;
mod source;

pub use catalogue::UiucCatalogue;
pub use source::CsvError;
