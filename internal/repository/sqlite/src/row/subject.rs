//! Subjects.

use courses_domain::catalogue::{Subject, SubjectCode, SubjectState, SubjectTitle};
use rusqlite::Row;

use super::Columns;
use super::merged::merged;
use crate::error::Failure;

/// A subject.
pub(crate) fn read_subject(row: &Row<'_>) -> Result<Subject, Failure> {
    let it = Columns::of("subjects", row)?;
    Ok(Subject::restore(SubjectState {
        id: it.id("id")?,
        revision: it.counter("revision")?,
        next_sequence: it.counter("next_sequence")?,
        version: it.counter("version")?,
        code: it.parse("code", SubjectCode::parse)?,
        title: it.parse("title", SubjectTitle::parse)?,
        created_at: it.time("created_at")?,
        updated_at: it.time("updated_at")?,
        merged: merged(&it)?,
    }))
}
