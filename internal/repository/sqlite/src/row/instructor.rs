//! Instructors.

use courses_domain::catalogue::{Biography, Instructor, InstructorState, PersonName};
use rusqlite::Row;

use super::Columns;
use super::course::external_ids;
use super::merged::merged;
use crate::error::Failure;

/// An instructor.
pub(crate) fn read_instructor(row: &Row<'_>) -> Result<Instructor, Failure> {
    let it = Columns::of("instructors", row)?;
    let bio: Option<String> = it.get("bio")?;
    Ok(Instructor::restore(InstructorState {
        id: it.id("id")?,
        revision: it.counter("revision")?,
        next_sequence: it.counter("next_sequence")?,
        version: it.counter("version")?,
        name: it.parse("name", PersonName::parse)?,
        bio: bio
            .map(|text| Biography::parse(&text))
            .transpose()
            .map_err(|err| it.bad("bio", err))?,
        external_ids: external_ids(&it)?,
        created_at: it.time("created_at")?,
        updated_at: it.time("updated_at")?,
        merged: merged(&it)?,
    }))
}
