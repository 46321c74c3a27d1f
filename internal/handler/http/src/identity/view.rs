//! What is shown of people, their sessions, their keys and what happened to them. Secrets and
//! hashes have no place in these models.

use courses_domain::identity::{AccountState, AuditRecord, SessionId, SessionState};
use courses_domain::shared::Role;
use courses_port::identity::{AccountEvent, AccountSummary, ApiKeyUse};
use courses_usecase::identity::{IssuedApiKey, Tokens};
use xapi::SecretText;

use crate::generated::models;
use crate::number::signed;

/// All roles, weakest first: a store keeps only those that were given.
fn roles(given: &[Role]) -> Vec<models::Role> {
    [Role::Student].iter().chain(given).map(|role| (*role).into()).collect()
}

impl From<&AccountState> for models::Account {
    fn from(account: &AccountState) -> Self {
        Self {
            id: account.id.into(),
            email: account.email.as_ref().map(|email| email.as_str().to_owned()),
            email_verified: account.email_verified_at.is_some(),
            name: account.name.as_ref().map(|name| name.as_str().to_owned()),
            roles: roles(&account.roles),
            status: account.status.into(),
            version: signed(account.version),
            created_at: account.created_at,
            updated_at: account.updated_at,
            password_changed_at: account.password_changed_at,
        }
    }
}

impl From<&AccountState> for models::AccountStanding {
    fn from(account: &AccountState) -> Self {
        Self {
            id: account.id.into(),
            status: account.status.into(),
            version: signed(account.version),
            updated_at: account.updated_at,
        }
    }
}

impl From<&AccountSummary> for models::AccountSummary {
    fn from(account: &AccountSummary) -> Self {
        Self {
            id: account.id.into(),
            email: account.email.as_ref().map(|email| email.as_str().to_owned()),
            email_verified: account.email_verified,
            name: account.name.as_ref().map(|name| name.as_str().to_owned()),
            roles: roles(&account.roles),
            status: account.status.into(),
            version: signed(account.version),
            created_at: account.created_at,
        }
    }
}

impl From<Tokens> for models::Tokens {
    fn from(tokens: Tokens) -> Self {
        // A lifetime is minutes or hours.
        let expires_in = i32::try_from(tokens.expires_in.as_secs()).unwrap_or(i32::MAX);
        Self {
            access_token: SecretText::new(tokens.access.text),
            token_type: models::TokenType::Bearer,
            expires_in,
            refresh_token: SecretText::new(tokens.refresh),
            refresh_expires_at: tokens.refresh_expires_at,
            session_id: tokens.session.into(),
        }
    }
}

/// A session as its owner sees it from the session `current`.
pub(super) fn session(session: &SessionState, current: Option<SessionId>) -> models::Session {
    models::Session {
        id: session.id.into(),
        label: session.label.as_ref().map(|label| label.as_str().to_owned()),
        address: session.address.map(|address| address.to_string()),
        current: current == Some(session.id),
        created_at: session.created_at,
        refreshed_at: session.refreshed_at,
        expires_at: session.expires_at,
    }
}

impl From<&ApiKeyUse> for models::ApiKey {
    fn from(used: &ApiKeyUse) -> Self {
        let key = &used.key;
        Self {
            id: key.id.into(),
            name: key.name.to_string(),
            scopes: key.scopes.iter().map(|scope| (*scope).into()).collect(),
            created_at: key.created_at,
            rotated_at: key.rotated_at,
            expires_at: key.expires_at,
            last_used_at: used.last_used_at,
        }
    }
}

/// A key in the only answer that shows its secret.
impl From<IssuedApiKey> for models::ApiKeyWithSecret {
    fn from(issued: IssuedApiKey) -> Self {
        let secret = SecretText::new(issued.secret);
        Self { api_key: (&ApiKeyUse { key: issued.key, last_used_at: None }).into(), secret }
    }
}

impl From<&AccountEvent> for models::AccountEvent {
    fn from(event: &AccountEvent) -> Self {
        Self {
            id: event.id.into(),
            sequence: signed(event.sequence),
            type_: event.type_name.clone(),
            time: event.time,
            state: event.delivery.into(),
        }
    }
}

impl From<&AuditRecord> for models::AuditRecord {
    fn from(record: &AuditRecord) -> Self {
        let entry = &record.entry;
        Self {
            sequence: signed(record.sequence),
            time: entry.time,
            actor: entry.actor.map(Into::into),
            action: entry.action.into(),
            subject: entry.subject.map(Into::into),
            request_id: entry.request_id.clone(),
            detail: entry.detail.clone(),
            hash: hex(&record.hash),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing into a text can not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_a_student_first() {
        let shown = roles(&[Role::Teacher, Role::Admin]);
        let words: Vec<String> = shown.iter().map(ToString::to_string).collect();
        assert_eq!(words, ["student", "teacher", "admin"]);
        assert_eq!(roles(&[]).len(), 1);
    }

    #[test]
    fn hashes_are_written_with_two_digits_a_byte() {
        assert_eq!(hex(&[0, 10, 255]), "000aff");
    }
}
