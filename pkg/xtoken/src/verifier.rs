//! Decides whether a token from outside is to be believed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Validation};

use crate::claims::RawClaims;
use crate::{Claims, RingKey, SharedRing, TokenError, VerifyingKey, header};

/// Seconds by which two clocks may differ.
pub const LEEWAY_SECONDS: i64 = 5;

/// A longer text is refused unread.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// Checks tokens of one issuer for one audience, signed with any of several keys.
#[derive(Debug, Clone)]
pub struct Verifier {
    keys: Keys,
    issuer: String,
    audience: String,
}

/// Where the keys are.
#[derive(Debug, Clone)]
enum Keys {
    Fixed(Arc<HashMap<String, VerifyingKey>>),
    Ring(SharedRing),
}

impl Verifier {
    /// A verifier that trusts `keys`: the one that signs today, and those that signed tokens
    /// which are still alive.
    pub fn new(
        keys: impl IntoIterator<Item = VerifyingKey>,
        issuer: impl Into<String>,
        audience: impl Into<String>,
    ) -> Self {
        let by_id = |key: VerifyingKey| (key.kid().to_owned(), key);
        let keys = Keys::Fixed(Arc::new(keys.into_iter().map(by_id).collect()));
        Self { keys, issuer: issuer.into(), audience: audience.into() }
    }

    /// A verifier that trusts whatever keys the ring has at the time.
    pub fn over(ring: SharedRing, issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self { keys: Keys::Ring(ring), issuer: issuer.into(), audience: audience.into() }
    }

    /// The claims of a token that counts at `now`, in seconds since 1970.
    ///
    /// # Errors
    ///
    /// [`TokenError`] says why it does not count. The signature comes first: what an unsigned
    /// text claims is not worth an answer of its own.
    pub fn verify(&self, token: &str, now: i64) -> Result<Claims, TokenError> {
        self.verify_signed(token, now).map(|(_, claims)| claims)
    }

    /// The claims, and the id of the key that signed them.
    pub(crate) fn verify_signed(
        &self,
        token: &str,
        now: i64,
    ) -> Result<(String, Claims), TokenError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(TokenError::Malformed);
        }
        let kid = header::key_id(token)?;
        let key = self.keys.find(&kid, now).ok_or(TokenError::WrongKey)?;
        let raw = jsonwebtoken::decode::<RawClaims>(token, &key.decoding, &signature_only())
            .map_err(|error| match error.kind() {
                ErrorKind::InvalidSignature => TokenError::WrongSignature,
                _ => TokenError::Malformed,
            })?;
        let claims = raw.claims.complete()?;
        if claims.iss != self.issuer {
            return Err(TokenError::WrongIssuer);
        }
        if claims.aud != self.audience {
            return Err(TokenError::WrongAudience);
        }
        claims.count_at(now, LEEWAY_SECONDS)?;
        Ok((kid, claims))
    }

    /// What can change about a token that was believed once: its key is gone, or its time.
    pub(crate) fn still_counts(
        &self,
        kid: &str,
        claims: &Claims,
        now: i64,
    ) -> Result<(), TokenError> {
        if !self.keys.have(kid, now) {
            return Err(TokenError::WrongKey);
        }
        claims.count_at(now, LEEWAY_SECONDS)
    }
}

impl Keys {
    fn find(&self, kid: &str, now: i64) -> Option<VerifyingKey> {
        match self {
            Self::Fixed(keys) => keys.get(kid).cloned(),
            Self::Ring(ring) => ring.load().find(kid, now).map(RingKey::verifying_key),
        }
    }

    fn have(&self, kid: &str, now: i64) -> bool {
        match self {
            Self::Fixed(keys) => keys.contains_key(kid),
            Self::Ring(ring) => ring.verifies(kid, now),
        }
    }
}

/// The library checks algorithm and signature; the claims are ours to check, because it reads
/// the clock itself and lets a token without `aud` pass.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.required_spec_claims = HashSet::new();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}
