//! Runs.

use courses_domain::AggregateKind;
use courses_domain::catalogue::RunState;
use courses_port::catalogue::RunWrite;
use courses_port::{CommitError, Conflict};
use rusqlite::params;

use super::{put_events, stale};
use crate::engine::Db;
use crate::row::{blob, details_json, hex, int, millis};
use crate::sql::{self, Sql};

/// Saves a run.
pub(super) fn save(db: &Db<'_>, write: &RunWrite) -> Result<(), CommitError> {
    let (state, id) = (&write.state, blob(write.state.id));
    if write.read_at == 0 {
        if store(db, &sql::INSERT_RUN, state)? == 0 {
            let known = db.one(&sql::RUN_EXISTS, [id], |_| Ok(()))?.is_some();
            return Err(refusal(state, known));
        }
        note_instructors(db, db.last_number(), state)?;
    } else {
        let key = (id, int(write.read_at));
        let number = db.one(&sql::RUN_TO_REPLACE, key, |row| Ok(row.get("number")?))?;
        let number = number.ok_or_else(|| stale(AggregateKind::Run, state.id))?;
        if store(db, &sql::UPDATE_RUN, state)? == 0 {
            return Err(refusal(state, false));
        }
        db.run(&sql::DROP_RUN_INSTRUCTORS, [number])?;
        note_instructors(db, number, state)?;
    }
    put_events(db, &write.events)
}

/// Notes whom a run names.
fn note_instructors(db: &Db<'_>, number: i64, state: &RunState) -> Result<(), CommitError> {
    let named = &state.details.instructor_ids;
    if !state.deleted && !named.is_empty() {
        db.run(&sql::PUT_RUN_INSTRUCTORS, (hex(named), number))?;
    }
    Ok(())
}

fn refusal(state: &RunState, known: bool) -> CommitError {
    if known { stale(AggregateKind::Run, state.id) } else { Conflict::RunKeyTaken.into() }
}

fn store(db: &Db<'_>, sql: &Sql, state: &RunState) -> Result<usize, CommitError> {
    let details = &state.details;
    let bound = params![
        blob(state.id),
        int(state.revision),
        int(state.next_sequence),
        state.deleted,
        int(state.version),
        blob(state.course_id),
        state.key.as_str(),
        state.status.word(),
        details.starts_at.map(millis),
        details.ends_at.map(millis),
        details.window.opens_at.map(millis),
        details.window.closes_at.map(millis),
        details.capacity.seats(),
        details.price.map(|price| price.amount()),
        details.price.map(|price| price.currency().as_str().to_owned()),
        millis(state.created_at),
        millis(state.updated_at),
        details_json(details),
    ];
    Ok(db.run(sql, bound)?)
}
