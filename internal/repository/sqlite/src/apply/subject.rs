//! Subjects.

use courses_domain::AggregateKind;
use courses_domain::catalogue::{SubjectState, SuggestionEntry, SuggestionKind};
use courses_port::catalogue::SubjectWrite;
use courses_port::{CommitError, Conflict};
use rusqlite::params;

use super::{put_events, stale, suggestions};
use crate::engine::Db;
use crate::row::{blob, int, millis};
use crate::sql::{self, Sql};

/// Saves a subject.
pub(super) fn save(db: &Db<'_>, write: &SubjectWrite) -> Result<(), CommitError> {
    let (state, id) = (&write.state, blob(write.state.id));
    if write.read_at == 0 {
        if store(db, &sql::INSERT_SUBJECT, state)? == 0 {
            let known = db.one(&sql::SUBJECT_EXISTS, [id], |_| Ok(()))?.is_some();
            return Err(refusal(state, known));
        }
    } else {
        let key = (id, int(write.read_at));
        if db.one(&sql::SUBJECT_TO_REPLACE, key, |_| Ok(()))?.is_none() {
            return Err(stale(AggregateKind::Subject, state.id));
        }
        if store(db, &sql::UPDATE_SUBJECT, state)? == 0 {
            return Err(refusal(state, false));
        }
    }
    let entry = SuggestionEntry::of_subject(state);
    let new = write.read_at == 0;
    suggestions::save(db, SuggestionKind::Subject, state.id, entry.as_ref(), new)?;
    put_events(db, &write.events)
}

fn refusal(state: &SubjectState, known: bool) -> CommitError {
    if known { stale(AggregateKind::Subject, state.id) } else { Conflict::SubjectCodeTaken.into() }
}

fn store(db: &Db<'_>, sql: &Sql, state: &SubjectState) -> Result<usize, CommitError> {
    let bound = params![
        blob(state.id),
        int(state.revision),
        int(state.next_sequence),
        int(state.version),
        state.code.as_str(),
        state.title.as_str(),
        millis(state.created_at),
        millis(state.updated_at),
        state.merged.map(|merged| blob(merged.into)),
        state.merged.map(|merged| millis(merged.at)),
        state.merged.map(|merged| merged.settled),
    ];
    Ok(db.run(sql, bound)?)
}
