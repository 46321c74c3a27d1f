//! Publication requests.

use courses_domain::AggregateKind;
use courses_domain::catalogue::{PublicationRequestState, ReviewComment};
use courses_port::catalogue::PublicationRequestWrite;
use courses_port::{CommitError, Conflict};
use rusqlite::params;

use super::{put_events, stale};
use crate::engine::Db;
use crate::row::{blob, int, millis};
use crate::sql::{self, Sql};

/// Saves a publication request.
pub(super) fn save(db: &Db<'_>, write: &PublicationRequestWrite) -> Result<(), CommitError> {
    let (state, id) = (&write.state, blob(write.state.id));
    let kind = AggregateKind::PublicationRequest;
    if write.read_at == 0 {
        if store(db, &sql::INSERT_PUBLICATION_REQUEST, state)? == 0 {
            let known = db.one(&sql::PUBLICATION_REQUEST_EXISTS, [id], |_| Ok(()))?.is_some();
            let open = Conflict::PublicationRequestOpen.into();
            return Err(if known { stale(kind, state.id) } else { open });
        }
    } else {
        let key = (id, int(write.read_at));
        if db.one(&sql::PUBLICATION_REQUEST_TO_REPLACE, key, |_| Ok(()))?.is_none() {
            return Err(stale(kind, state.id));
        }
        if store(db, &sql::UPDATE_PUBLICATION_REQUEST, state)? == 0 {
            return Err(Conflict::PublicationRequestOpen.into());
        }
    }
    put_events(db, &write.events)
}

fn store(db: &Db<'_>, sql: &Sql, state: &PublicationRequestState) -> Result<usize, CommitError> {
    let bound = params![
        blob(state.id),
        int(state.revision),
        int(state.next_sequence),
        int(state.version),
        blob(state.course),
        blob(state.owner),
        int(state.draft_version),
        state.status.word(),
        state.comment.as_ref().map(ReviewComment::as_str),
        state.decided_by.map(blob),
        state.decided_at.map(millis),
        millis(state.created_at),
        millis(state.updated_at),
    ];
    Ok(db.run(sql, bound)?)
}
