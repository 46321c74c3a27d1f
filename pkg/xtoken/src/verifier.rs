//! Decides whether a token from outside is to be believed.

use std::collections::{HashMap, HashSet};

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Validation};

use crate::claims::RawClaims;
use crate::{Claims, TokenError, VerifyingKey, header};

/// Seconds by which two clocks may differ.
pub const LEEWAY_SECONDS: i64 = 5;

/// A longer text is refused unread.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// Checks tokens of one issuer for one audience, signed with any of several keys.
#[derive(Debug, Clone)]
pub struct Verifier {
    keys: HashMap<String, VerifyingKey>,
    issuer: String,
    audience: String,
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
        Self {
            keys: keys.into_iter().map(by_id).collect(),
            issuer: issuer.into(),
            audience: audience.into(),
        }
    }

    /// The claims of a token that counts at `now`, in seconds since 1970.
    ///
    /// # Errors
    ///
    /// [`TokenError`] says why it does not count. The signature comes first: what an unsigned
    /// text claims is not worth an answer of its own.
    pub fn verify(&self, token: &str, now: i64) -> Result<Claims, TokenError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(TokenError::Malformed);
        }
        let kid = header::key_id(token)?;
        let key = self.keys.get(&kid).ok_or(TokenError::WrongKey)?;
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
        Ok(claims)
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
