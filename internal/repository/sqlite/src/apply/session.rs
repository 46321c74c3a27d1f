//! Sessions.

use courses_domain::AggregateKind;
use courses_domain::identity::DeviceLabel;
use courses_port::CommitError;
use courses_port::identity::SessionWrite;
use rusqlite::{ToSql, params};

use super::{put_events, stale};
use crate::engine::Db;
use crate::row::{blob, int, millis};
use crate::sql;

/// Saves a session.
pub(super) fn save(db: &Db<'_>, write: &SessionWrite) -> Result<(), CommitError> {
    let state = &write.state;
    let (id, read_at) = (blob(state.id), int(write.read_at));
    let fields: &[&dyn ToSql] = params![
        id,
        int(state.revision),
        int(state.next_sequence),
        blob(state.account_id),
        state.label.as_ref().map(DeviceLabel::as_str),
        state.address.map(|it| it.to_string()),
        millis(state.created_at),
        millis(state.refreshed_at),
        millis(state.expires_at),
        state.generation,
        state.salt.expose(),
        state.current.as_bytes(),
        state.ended.map(|end| millis(end.at)),
        state.ended.map(|end| end.reason.word()),
    ];
    let saved = if write.read_at == 0 {
        db.run(&sql::INSERT_SESSION, fields)?
    } else {
        let fields: Vec<&dyn ToSql> = fields.iter().copied().chain([&read_at as _]).collect();
        db.run(&sql::UPDATE_SESSION, fields.as_slice())?
    };
    if saved == 0 {
        return Err(stale(AggregateKind::Session, state.id));
    }
    put_events(db, &write.events)
}
