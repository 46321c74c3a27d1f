//! How far the import of a file is.

use courses_port::catalogue::{ImportWrite, RoundWrite};
use courses_port::{CommitError, Conflict};
use rusqlite::params;

use crate::engine::Db;
use crate::row::{blob, int, millis, progress_json};
use crate::sql;

/// Saves a job and what it set aside.
pub(super) fn save(db: &Db<'_>, write: &ImportWrite) -> Result<(), CommitError> {
    let state = &write.state;
    let statement = if state.revision == 1 { &sql::INSERT_IMPORT } else { &sql::UPDATE_IMPORT };
    let fields = params![
        blob(state.id),
        int(state.revision),
        blob(state.requested_by),
        blob(state.owner),
        state.request_id,
        state.format.word(),
        int(state.bytes),
        state.parts,
        state.status.word(),
        !state.status.is_over(),
        state.starts,
        progress_json(&state.progress),
        state.failure,
        millis(state.created_at),
        state.started_at.map(millis),
        state.finished_at.map(millis),
        state.complete,
    ];
    if db.run(statement, fields)? == 0 {
        return Err(Conflict::ImportMoved.into());
    }
    for reject in &write.rejects {
        let bound = (blob(state.id), int(reject.number), int(reject.line), &reject.reason);
        db.run(&sql::PUT_REJECT, bound)?;
    }
    Ok(())
}

/// Saves how many rounds of a source are over.
pub(super) fn save_round(db: &Db<'_>, write: &RoundWrite) -> Result<(), CommitError> {
    db.run(&sql::PUT_ROUND, (&write.source, int(write.number)))?;
    Ok(())
}
