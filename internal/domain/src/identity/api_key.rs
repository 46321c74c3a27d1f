//! API keys: what programs sign in with.

use jiff::Timestamp;
use uuid::Uuid;

use super::token_text;
use crate::identity::{ApiKeyId, IdentityEvent, KeyName, Secret, TokenHash};
use crate::shared::{AccountId, Recorder, Scope};

const PREFIX: &str = "ck1.";

/// What a program sends: which key, and its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyToken {
    /// The key.
    pub id: ApiKeyId,
    /// What proves it.
    pub secret: Secret,
}

impl ApiKeyToken {
    /// The text form. It is the secret: show it once and keep it nowhere.
    #[must_use]
    pub fn encode(&self) -> String {
        token_text::encode(PREFIX, &[Uuid::from(self.id).as_bytes(), self.secret.expose()])
    }

    /// The token with this text form, if it has the right form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = token_text::decode_pair(PREFIX, text)?;
        Some(Self { id: id.into(), secret })
    }
}

/// Everything a store keeps of an API key. When it was last used stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyState {
    /// Its id.
    pub id: ApiKeyId,
    /// The store's counter, see [`Recorder`].
    pub revision: u64,
    /// The number of its next event.
    pub next_sequence: u64,
    /// The public version.
    pub version: u64,
    /// Whose it is.
    pub account_id: AccountId,
    /// What its owner calls it; forgotten when it is revoked.
    pub name: KeyName,
    /// What it is good for, sorted, each once.
    pub scopes: Vec<Scope>,
    /// The hash of its secret.
    pub hash: TokenHash,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its secret was made.
    pub rotated_at: Timestamp,
    /// When it stops to work by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// What is needed to make an API key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewApiKey<'a> {
    /// The id of the new key.
    pub id: ApiKeyId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What its owner calls it.
    pub name: KeyName,
    /// What it is good for.
    pub scopes: Vec<Scope>,
    /// When it stops to work by itself.
    pub expires_at: Option<Timestamp>,
    /// Its secret.
    pub secret: &'a Secret,
}

/// What a program signs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    state: ApiKeyState,
    recorder: Recorder<IdentityEvent>,
}

impl ApiKey {
    /// Makes a new key.
    #[must_use]
    pub fn create(new: NewApiKey<'_>, now: Timestamp) -> Self {
        let mut scopes = new.scopes;
        scopes.sort_unstable();
        scopes.dedup();
        let state = ApiKeyState {
            id: new.id,
            revision: 1,
            next_sequence: 1,
            version: 1,
            account_id: new.account_id,
            name: new.name,
            scopes,
            hash: TokenHash::of(new.secret.expose()),
            created_at: now,
            rotated_at: now,
            expires_at: new.expires_at,
            revoked_at: None,
        };
        let mut key = Self { state, recorder: Recorder::at(0) };
        key.record(|api_key, account, version| IdentityEvent::ApiKeyCreated {
            api_key,
            account,
            version,
        });
        key
    }

    /// Rebuilds a key that storage vouches for.
    #[must_use]
    pub const fn restore(state: ApiKeyState) -> Self {
        let recorder = Recorder::at(state.revision);
        Self { state, recorder }
    }

    /// What a store keeps.
    #[must_use]
    pub const fn state(&self) -> &ApiKeyState {
        &self.state
    }

    /// The state and what happened since it was read.
    #[must_use]
    pub fn into_parts(self) -> (ApiKeyState, Recorder<IdentityEvent>) {
        (self.state, self.recorder)
    }

    /// Whether there is something to commit.
    #[must_use]
    pub const fn is_changed(&self) -> bool {
        self.state.revision != self.recorder.read_at()
    }

    /// Whether `secret` opens anything at `now`.
    #[must_use]
    pub fn admits(&self, secret: &[u8], now: Timestamp) -> bool {
        let in_time = self.state.expires_at.is_none_or(|end| now < end);
        self.state.hash.matches(secret) && in_time && self.state.revoked_at.is_none()
    }

    /// Replaces the secret; the old one is void at once. Does nothing to a revoked key.
    pub fn rotate(&mut self, secret: &Secret, now: Timestamp) {
        if self.state.revoked_at.is_some() {
            return;
        }
        self.state.hash = TokenHash::of(secret.expose());
        self.state.rotated_at = now;
        self.change();
        self.record(|api_key, account, version| IdentityEvent::ApiKeyRotated {
            api_key,
            account,
            version,
        });
    }

    /// Makes the key void for ever; does nothing if that happened already.
    pub fn revoke(&mut self, now: Timestamp) {
        if self.state.revoked_at.is_some() {
            return;
        }
        self.state.revoked_at = Some(now);
        self.state.name = KeyName::of_revoked();
        self.change();
        self.record(|api_key, account, version| IdentityEvent::ApiKeyRevoked {
            api_key,
            account,
            version,
        });
    }

    const fn change(&mut self) {
        self.state.revision = self.recorder.read_at() + 1;
        self.state.version += 1;
    }

    fn record(&mut self, event: impl FnOnce(ApiKeyId, AccountId, u64) -> IdentityEvent) {
        let event = event(self.state.id, self.state.account_id, self.state.version);
        self.recorder.record(&mut self.state.next_sequence, event);
    }
}

#[cfg(test)]
mod tests;
