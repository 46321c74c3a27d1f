//! Accounts.

use courses_domain::AggregateKind;
use courses_domain::identity::{AccountState, DisplayName, EmailAddress, EmailKey, PasswordHash};
use courses_port::identity::AccountWrite;
use courses_port::{CommitError, Conflict};
use rusqlite::params;

use super::{put_events, stale};
use crate::engine::Db;
use crate::row::{blob, int, millis, roles_json};
use crate::sql::{self, Sql};

/// Saves an account.
pub(super) fn save(db: &Db<'_>, write: &AccountWrite) -> Result<(), CommitError> {
    let (state, id) = (&write.state, blob(write.state.id));
    if write.read_at == 0 {
        if store(db, &sql::INSERT_ACCOUNT, state)? == 0 {
            let known = db.one(&sql::ACCOUNT_EXISTS, [id], |_| Ok(()))?.is_some();
            return Err(refusal(state, known));
        }
    } else {
        let key = (id, int(write.read_at));
        if db.one(&sql::ACCOUNT_TO_REPLACE, key, |_| Ok(()))?.is_none() {
            return Err(stale(AggregateKind::Account, state.id));
        }
        if store(db, &sql::UPDATE_ACCOUNT, state)? == 0 {
            return Err(refusal(state, false));
        }
    }
    put_events(db, &write.events)
}

fn refusal(state: &AccountState, known: bool) -> CommitError {
    if known { stale(AggregateKind::Account, state.id) } else { Conflict::EmailTaken.into() }
}

fn store(db: &Db<'_>, sql: &Sql, state: &AccountState) -> Result<usize, CommitError> {
    let email_key = state.email.as_ref().map(EmailAddress::key);
    let (verification, reset) = (state.verification.as_ref(), state.reset.as_ref());
    let bound = params![
        blob(state.id),
        int(state.revision),
        int(state.next_sequence),
        int(state.version),
        state.email.as_ref().map(EmailAddress::as_str),
        email_key.as_ref().map(EmailKey::as_str),
        state.email_verified_at.map(millis),
        state.name.as_ref().map(DisplayName::as_str),
        state.name.as_ref().map(|it| it.as_str().to_lowercase()),
        state.password.as_ref().map(PasswordHash::as_str),
        millis(state.password_changed_at),
        roles_json(&state.roles),
        state.status.word(),
        verification.map(|it| it.hash.as_bytes()),
        verification.map(|it| millis(it.expires_at)),
        reset.map(|it| it.hash.as_bytes()),
        reset.map(|it| millis(it.expires_at)),
        millis(state.created_at),
        millis(state.updated_at),
        state.erased_at.map(millis),
    ];
    Ok(db.run(sql, bound)?)
}
