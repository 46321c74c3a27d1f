//! The header of a token: read before anything is believed, to find the key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::TokenError;

/// Type of an access token (RFC 9068).
pub(crate) const TYPE: &str = "at+jwt";

const ALGORITHM: &str = "EdDSA";

/// The members that decide; others are ignored, above all those that name a key to trust
/// (`jwk`, `jku`, `x5c`, `x5u`).
#[derive(Deserialize)]
struct RawHeader {
    alg: String,
    typ: Option<String>,
    kid: Option<String>,
    crit: Option<IgnoredAny>,
}

/// The id of the key that a token says it is signed with.
pub(crate) fn key_id(token: &str) -> Result<String, TokenError> {
    let (header, _) = token.split_once('.').ok_or(TokenError::Malformed)?;
    let json = URL_SAFE_NO_PAD.decode(header).map_err(|_| TokenError::Malformed)?;
    let header: RawHeader = serde_json::from_slice(&json).map_err(|_| TokenError::Malformed)?;
    if header.alg != ALGORITHM {
        return Err(TokenError::WrongAlgorithm);
    }
    if header.typ.as_deref() != Some(TYPE) {
        return Err(TokenError::WrongType);
    }
    // Extensions that must be understood; we understand none (RFC 7515, 4.1.11).
    if header.crit.is_some() {
        return Err(TokenError::Malformed);
    }
    header.kid.ok_or(TokenError::WrongKey)
}
