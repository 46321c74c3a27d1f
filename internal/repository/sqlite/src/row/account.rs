//! Accounts.

use courses_domain::identity::{
    Account, AccountState, AccountStatus, DisplayName, EmailAddress, PasswordHash, PendingToken,
    TokenHash,
};
use courses_domain::shared::Role;
use courses_port::identity::AccountSummary;
use rusqlite::Row;

use super::value::UnknownWord;
use super::{Columns, json};
use crate::error::Failure;

/// Roles as they are kept.
pub(crate) fn roles_json(roles: &[Role]) -> String {
    json(&roles.iter().map(|role| role.word()).collect::<Vec<_>>())
}

/// An account.
pub(crate) fn read_account(row: &Row<'_>) -> Result<Account, Failure> {
    let it = Columns::of("accounts", row)?;
    let password: Option<String> = it.get("password")?;
    Ok(Account::restore(AccountState {
        id: it.id("id")?,
        revision: it.counter("revision")?,
        next_sequence: it.counter("next_sequence")?,
        version: it.counter("version")?,
        email: it.parse_if_any("email", EmailAddress::parse)?,
        email_verified_at: it.time_if_any("email_verified_at")?,
        name: it.parse_if_any("name", DisplayName::parse)?,
        password: password.map(PasswordHash::new),
        password_changed_at: it.time("password_changed_at")?,
        roles: roles(&it)?,
        status: it.word("status", AccountStatus::parse)?,
        verification: pending(&it, "verification", "verification_expires_at")?,
        reset: pending(&it, "reset", "reset_expires_at")?,
        created_at: it.time("created_at")?,
        updated_at: it.time("updated_at")?,
        erased_at: it.time_if_any("erased_at")?,
    }))
}

/// An account in a list.
pub(crate) fn read_account_summary(row: &Row<'_>) -> Result<AccountSummary, Failure> {
    let it = Columns::of("accounts", row)?;
    Ok(AccountSummary {
        id: it.id("id")?,
        version: it.counter("version")?,
        email: it.parse_if_any("email", EmailAddress::parse)?,
        email_verified: it.time_if_any("email_verified_at")?.is_some(),
        name: it.parse_if_any("name", DisplayName::parse)?,
        roles: roles(&it)?,
        status: it.word("status", AccountStatus::parse)?,
        created_at: it.time("created_at")?,
    })
}

fn roles(it: &Columns<'_>) -> Result<Vec<Role>, Failure> {
    let words: Vec<String> = it.json("roles")?;
    let roles: Option<_> = words.iter().map(|word| Role::parse(word)).collect();
    roles.ok_or_else(|| it.bad("roles", UnknownWord))
}

fn pending(
    it: &Columns<'_>,
    hash: &'static str,
    expires_at: &'static str,
) -> Result<Option<PendingToken>, Failure> {
    let Some(bytes) = it.get::<Option<[u8; 32]>>(hash)? else { return Ok(None) };
    let expires_at = it.time(expires_at)?;
    Ok(Some(PendingToken { hash: TokenHash::from_bytes(bytes), expires_at }))
}
