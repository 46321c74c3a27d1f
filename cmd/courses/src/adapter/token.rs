//! Access tokens, signed with the ring's present key.

use std::time::Duration;

use courses_port::identity::{AccessToken, AccessTokens, SignError, TokenClaims};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;
use xtoken::{Claims, KeyError, SharedRing};

use crate::config::AuthConfig;

/// Signs what the use cases say.
pub(crate) struct RingTokens {
    ring: SharedRing,
    issuer: String,
    audience: String,
    lifetime: Duration,
}

impl RingTokens {
    /// Signs with `ring`.
    pub(crate) fn new(ring: SharedRing, auth: &AuthConfig) -> Self {
        Self {
            ring,
            issuer: auth.issuer.clone(),
            audience: auth.audience.clone(),
            lifetime: auth.access_lifetime.into(),
        }
    }

    fn sign(&self, claims: &TokenClaims) -> Result<AccessToken, KeyError> {
        let now = claims.now.as_second();
        let seconds = i64::try_from(self.lifetime.as_secs()).unwrap_or(i64::MAX);
        let exp = now.saturating_add(seconds);
        let text = self.ring.load().signing_key(now).mint(&Claims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: claims.account.into(),
            iat: now,
            nbf: now,
            exp,
            jti: claims.id,
            sid: Some(claims.session.into()),
            roles: claims.roles.iter().map(|role| role.word().to_owned()).collect(),
        })?;
        let expires_at = Timestamp::from_second(exp).unwrap_or(Timestamp::MAX);
        Ok(AccessToken { text, expires_at })
    }
}

impl AccessTokens for RingTokens {
    fn mint(&self, claims: &TokenClaims) -> Result<AccessToken, SignError> {
        self.sign(claims).map_err(|err| SignError(Box::new(err)))
    }

    fn lifetime(&self) -> Duration {
        self.lifetime
    }
}

/// What `courses token` puts into a token: an account, no session.
pub(crate) struct Minted<'a> {
    pub(crate) id: Uuid,
    pub(crate) account: Uuid,
    pub(crate) roles: &'a [courses_domain::shared::Role],
    pub(crate) now: Timestamp,
    pub(crate) lifetime: SignedDuration,
}

/// Signs a token without a session.
pub(crate) fn mint(
    ring: &SharedRing,
    auth: &AuthConfig,
    minted: &Minted<'_>,
) -> Result<String, KeyError> {
    let now = minted.now.as_second();
    ring.load().signing_key(now).mint(&Claims {
        iss: auth.issuer.clone(),
        aud: auth.audience.clone(),
        sub: minted.account,
        iat: now,
        nbf: now,
        exp: now.saturating_add(minted.lifetime.as_secs()),
        jti: minted.id,
        sid: None,
        roles: minted.roles.iter().map(|role| role.word().to_owned()).collect(),
    })
}
