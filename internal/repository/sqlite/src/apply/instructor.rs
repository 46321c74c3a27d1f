//! Instructors.

use courses_domain::AggregateKind;
use courses_domain::catalogue::{Biography, InstructorState, SuggestionEntry, SuggestionKind};
use courses_port::catalogue::InstructorWrite;
use courses_port::{CommitError, Conflict};
use rusqlite::params;

use super::{put_events, stale, suggestions};
use crate::engine::Db;
use crate::row::{blob, external_ids_json, int, millis};
use crate::sql::{self, Sql};

/// Saves an instructor.
pub(super) fn save(db: &Db<'_>, write: &InstructorWrite) -> Result<(), CommitError> {
    let state = &write.state;
    let names = external_ids_json(&state.external_ids);
    if write.read_at == 0 {
        if store(db, &sql::INSERT_INSTRUCTOR, state, &names)? == 0 {
            return Err(stale(AggregateKind::Instructor, state.id));
        }
        take_names(db, db.last_number(), state)?;
    } else {
        let key = (blob(state.id), int(write.read_at));
        let old = db.one(&sql::INSTRUCTOR_TO_REPLACE, key, |row| {
            Ok((row.get::<_, i64>("number")?, row.get::<_, String>("external_ids")?))
        })?;
        let (number, old_names) = old.ok_or_else(|| stale(AggregateKind::Instructor, state.id))?;
        store(db, &sql::UPDATE_INSTRUCTOR, state, &names)?;
        if old_names != names {
            db.run(&sql::DROP_INSTRUCTOR_NAMES, [number])?;
            take_names(db, number, state)?;
        }
    }
    let entry = SuggestionEntry::of_instructor(state);
    let new = write.read_at == 0;
    suggestions::save(db, SuggestionKind::Instructor, state.id, entry.as_ref(), new)?;
    put_events(db, &write.events)
}

fn take_names(db: &Db<'_>, number: i64, state: &InstructorState) -> Result<(), CommitError> {
    for name in &state.external_ids {
        if db.run(&sql::TAKE_INSTRUCTOR_NAME, (name.source(), name.key(), number))? == 0 {
            return Err(Conflict::ExternalIdTaken.into());
        }
    }
    Ok(())
}

fn store(
    db: &Db<'_>,
    sql: &Sql,
    state: &InstructorState,
    names: &str,
) -> Result<usize, CommitError> {
    let bound = params![
        blob(state.id),
        int(state.revision),
        int(state.next_sequence),
        int(state.version),
        state.name.as_str(),
        names,
        millis(state.created_at),
        millis(state.updated_at),
        state.bio.as_ref().map(Biography::as_str),
        state.merged.map(|merged| blob(merged.into)),
        state.merged.map(|merged| millis(merged.at)),
        state.merged.map(|merged| merged.settled),
    ];
    Ok(db.run(sql, bound)?)
}
