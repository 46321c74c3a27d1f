//! API keys.

use courses_domain::identity::{ApiKey, ApiKeyState, KeyName, TokenHash};
use courses_domain::shared::Scope;
use courses_port::identity::ApiKeyUse;
use rusqlite::Row;

use super::value::UnknownWord;
use super::{Columns, json};
use crate::error::Failure;

/// Scopes as they are kept.
pub(crate) fn scopes_json(scopes: &[Scope]) -> String {
    json(&scopes.iter().map(|scope| scope.word()).collect::<Vec<_>>())
}

/// A key.
pub(crate) fn read_api_key(row: &Row<'_>) -> Result<ApiKey, Failure> {
    read_state(row).map(ApiKey::restore)
}

/// A key and when it was last used.
pub(crate) fn read_api_key_use(row: &Row<'_>) -> Result<ApiKeyUse, Failure> {
    let last_used_at = Columns::of("api_keys", row)?.time_if_any("last_used_at")?;
    Ok(ApiKeyUse { key: read_state(row)?, last_used_at })
}

fn read_state(row: &Row<'_>) -> Result<ApiKeyState, Failure> {
    let it = Columns::of("api_keys", row)?;
    let words: Vec<String> = it.json("scopes")?;
    let scopes: Option<_> = words.iter().map(|word| Scope::parse(word)).collect();
    Ok(ApiKeyState {
        id: it.id("id")?,
        revision: it.counter("revision")?,
        next_sequence: it.counter("next_sequence")?,
        version: it.counter("version")?,
        account_id: it.id("account")?,
        name: it.parse("name", KeyName::parse)?,
        scopes: scopes.ok_or_else(|| it.bad("scopes", UnknownWord))?,
        hash: TokenHash::from_bytes(it.get("hash")?),
        created_at: it.time("created_at")?,
        rotated_at: it.time("rotated_at")?,
        expires_at: it.time_if_any("expires_at")?,
        revoked_at: it.time_if_any("revoked_at")?,
    })
}
