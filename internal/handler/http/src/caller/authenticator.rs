//! Decides whether credentials are to be believed.

use std::sync::Arc;

use courses_domain::shared::AccountId;
use courses_port::Clock;
use courses_usecase::identity::{IdentityPorts, Revocations, Void};
use http::HeaderMap;
use uuid::Uuid;
use xapi::{Authenticate, Operation};
use xerror::{Problem, kinds};
use xtoken::{CachedVerifier, Claims};

use super::Caller;
use super::api_keys::ApiKeys;
use super::bearer::{Bearer, refused, untrue};
use crate::policy;

/// Believes tokens of one issuer that were not revoked, and API keys.
pub(crate) struct Authenticator {
    tokens: CachedVerifier,
    revocations: Arc<Revocations>,
    api_keys: ApiKeys,
    clock: Arc<dyn Clock>,
}

impl Authenticator {
    pub(crate) fn new(
        tokens: CachedVerifier,
        revocations: Arc<Revocations>,
        ports: &IdentityPorts,
    ) -> Self {
        let clock = Arc::clone(&ports.base.clock);
        Self { tokens, revocations, api_keys: ApiKeys::new(ports), clock }
    }

    /// The account that the credentials prove, as far as that can be told without asking a store.
    pub(crate) fn known(&self, headers: &HeaderMap) -> Option<AccountId> {
        match Bearer::of(headers).ok()?? {
            Bearer::ApiKey(text) => self.api_keys.seen(text),
            Bearer::Token(text) => self.caller(text).ok().map(|caller| caller.actor.account()),
        }
    }

    fn caller(&self, token: &str) -> Result<Caller, Problem> {
        let claims = self.tokens.verify(token, self.clock.now().as_second()).map_err(untrue)?;
        let void = self.revocations.is_void(claims.sid, claims.sub.into(), minted_at(&claims));
        match void {
            None => Ok(Caller::from(&*claims)),
            Some(Void::Session) => Err(refused(&kinds::UNAUTHENTICATED, "the session is over")),
            // The next token of the session says what is true now, if there is a next one.
            Some(Void::Account) => {
                Err(refused(&kinds::TOKEN_EXPIRED, "the account was changed since"))
            }
        }
    }
}

impl Authenticate for Authenticator {
    type Caller = Caller;

    async fn authenticate(
        &self,
        operation: &'static Operation,
        headers: &HeaderMap,
    ) -> Result<Option<Caller>, Problem> {
        let caller = match Bearer::of(headers)? {
            None => return Ok(None),
            Some(Bearer::ApiKey(text)) => self.api_keys.caller(text).await?,
            Some(Bearer::Token(text)) => self.caller(text)?,
        };
        policy::admit(operation, &caller.actor)?;
        Ok(Some(caller))
    }
}

/// When a token was minted, in milliseconds: its id says so; else the second it was issued in.
fn minted_at(claims: &Claims) -> i64 {
    milliseconds(claims.jti).unwrap_or_else(|| claims.iat.saturating_mul(1000))
}

fn milliseconds(id: Uuid) -> Option<i64> {
    if id.get_version() != Some(uuid::Version::SortRand) {
        return None;
    }
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    i64::try_from(seconds).ok()?.checked_mul(1000)?.checked_add(i64::from(nanos / 1_000_000))
}
