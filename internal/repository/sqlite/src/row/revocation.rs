//! Revocations of access tokens.

use courses_domain::identity::{RevokedTokens, TokenRevocation};
use rusqlite::Row;
use uuid::Uuid;

use super::Columns;
use crate::error::Failure;

const SESSION: &str = "session";
const ACCOUNT: &str = "account";

/// Kind and id of what is revoked, as they are kept.
pub(crate) fn revoked(tokens: RevokedTokens) -> (&'static str, [u8; 16]) {
    match tokens {
        RevokedTokens::Session(id) => (SESSION, Uuid::from(id).into_bytes()),
        RevokedTokens::Account(id) => (ACCOUNT, Uuid::from(id).into_bytes()),
    }
}

/// A revocation.
pub(crate) fn read_revocation(row: &Row<'_>) -> Result<TokenRevocation, Failure> {
    let it = Columns::of("revocations", row)?;
    let id: Uuid = it.id("id")?;
    let tokens = it.word("kind", |word| match word {
        SESSION => Some(RevokedTokens::Session(id.into())),
        ACCOUNT => Some(RevokedTokens::Account(id.into())),
        _ => None,
    })?;
    Ok(TokenRevocation {
        tokens,
        until: it.time("until")?,
        recorded_at: it.time("recorded_at")?,
        expires_at: it.time("expires_at")?,
    })
}
