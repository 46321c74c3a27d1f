//! Finds out for whom a program calls.

use std::time::Duration;

use courses_domain::identity::{AccountStatus, ApiKeyId, ApiKeyState, ApiKeyToken, TokenHash};
use courses_domain::shared::Actor;
use jiff::Timestamp;
use moka::sync::Cache;

use crate::Refusal;
use crate::identity::{IdentityError, IdentityPorts};

/// Recognises API keys.
pub struct AuthenticateApiKey {
    ports: IdentityPorts,
    /// Keys that were good a moment ago, by the hash of what was sent.
    known: Cache<TokenHash, AuthenticatedKey>,
    /// Keys whose use was noted less than a minute ago.
    noted: Cache<ApiKeyId, ()>,
}

/// A key that is good.
#[derive(Debug, Clone)]
pub struct AuthenticatedKey {
    /// The account with its roles as stored and the scopes of the key.
    pub actor: Actor,
    /// The key.
    pub key: ApiKeyId,
    expires_at: Option<Timestamp>,
}

impl AuthenticateApiKey {
    /// For how long an answer is remembered: so long a revoked key may still work.
    pub const REMEMBERED: Duration = Duration::from_secs(5);
    /// How often the use of a key is noted.
    pub const NOTED: Duration = Duration::from_mins(1);
    /// How many keys are remembered.
    const CAPACITY: u64 = 10_000;

    /// A use case over these ports. Make one for the whole process: it remembers.
    #[must_use]
    pub fn new(ports: IdentityPorts) -> Self {
        let known = Cache::builder().max_capacity(Self::CAPACITY).time_to_live(Self::REMEMBERED);
        let noted = Cache::builder().max_capacity(Self::CAPACITY).time_to_live(Self::NOTED);
        Self { ports, known: known.build(), noted: noted.build() }
    }

    /// Answers who calls with this key.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unauthenticated`] whatever is wrong with the key or its account, or that the
    /// store failed.
    #[tracing::instrument(
        name = "usecase.identity.authenticate_api_key",
        level = "debug",
        skip_all
    )]
    pub async fn execute(&self, text: &str) -> Result<AuthenticatedKey, IdentityError> {
        let token = ApiKeyToken::parse(text).ok_or(Refusal::Unauthenticated)?;
        let now = self.ports.base.clock.now();
        let hash = TokenHash::of(text.as_bytes());
        let found = match self.known.get(&hash) {
            Some(known) => known,
            None => self.find(&token, now).await?,
        };
        if found.expires_at.is_some_and(|end| end <= now) {
            return Err(Refusal::Unauthenticated.into());
        }
        if !self.known.contains_key(&hash) {
            self.known.insert(hash, found.clone());
        }
        self.note(found.key, now).await;
        Ok(found)
    }

    async fn find(
        &self,
        token: &ApiKeyToken,
        now: Timestamp,
    ) -> Result<AuthenticatedKey, IdentityError> {
        let identity = &self.ports.identity;
        let found = identity.find_api_key(token.id).await?;
        let key = found.filter(|key| key.admits(token.secret.expose(), now));
        let key = key.ok_or(Refusal::Unauthenticated)?;
        let ApiKeyState { id, account_id, scopes, expires_at, .. } = key.state();
        let account = identity.find_account(*account_id).await?;
        let account = account.filter(|it| it.state().status == AccountStatus::Active);
        let account = account.ok_or(Refusal::Unauthenticated)?;
        let actor = Actor::new(*account_id, account.all_roles()).with_scopes(scopes.clone());
        Ok(AuthenticatedKey { actor, key: *id, expires_at: *expires_at })
    }

    /// Notes the use of a key, now and then. Nobody is turned away because that failed.
    async fn note(&self, key: ApiKeyId, now: Timestamp) {
        if self.noted.contains_key(&key) {
            return;
        }
        self.noted.insert(key, ());
        if self.ports.identity.touch_api_key(key, now).await.is_err() {
            tracing::debug!(api_key.id = %key, "the use of an API key was not noted");
        }
    }
}
