//! API keys.

use courses_domain::AggregateKind;
use courses_port::CommitError;
use courses_port::identity::ApiKeyWrite;
use rusqlite::{ToSql, params};

use super::{put_events, stale};
use crate::engine::Db;
use crate::row::{blob, int, millis, scopes_json};
use crate::sql;

/// Saves a key; when it was last used stays as it is.
pub(super) fn save(db: &Db<'_>, write: &ApiKeyWrite) -> Result<(), CommitError> {
    let state = &write.state;
    let (id, read_at) = (blob(state.id), int(write.read_at));
    let fields: &[&dyn ToSql] = params![
        id,
        int(state.revision),
        int(state.next_sequence),
        int(state.version),
        blob(state.account_id),
        state.name.as_str(),
        scopes_json(&state.scopes),
        state.hash.as_bytes(),
        millis(state.created_at),
        millis(state.rotated_at),
        state.expires_at.map(millis),
        state.revoked_at.map(millis),
    ];
    let saved = if write.read_at == 0 {
        db.run(&sql::INSERT_API_KEY, fields)?
    } else {
        let fields: Vec<&dyn ToSql> = fields.iter().copied().chain([&read_at as _]).collect();
        db.run(&sql::UPDATE_API_KEY, fields.as_slice())?
    };
    if saved == 0 {
        return Err(stale(AggregateKind::ApiKey, state.id));
    }
    put_events(db, &write.events)
}
