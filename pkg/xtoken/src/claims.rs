//! What a token says, and the rules a token from outside has to pass.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::TokenError;

/// What an access token says about its bearer. Times are seconds since 1970, UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claims {
    /// Who minted it.
    pub iss: String,
    /// Whom it is meant for.
    pub aud: String,
    /// Whose it is: an account.
    pub sub: Uuid,
    /// When it was minted.
    pub iat: i64,
    /// When it begins to count.
    pub nbf: i64,
    /// When it stops to count.
    pub exp: i64,
    /// Its own id.
    pub jti: Uuid,
    /// The session it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<Uuid>,
    /// What the account may be.
    pub roles: Vec<String>,
}

/// Claims as they came: anything may be missing.
#[derive(Debug, Deserialize)]
pub(crate) struct RawClaims {
    iss: Option<String>,
    aud: Option<String>,
    sub: Option<Uuid>,
    iat: Option<i64>,
    nbf: Option<i64>,
    exp: Option<i64>,
    jti: Option<Uuid>,
    sid: Option<Uuid>,
    #[serde(default)]
    roles: Vec<String>,
}

impl RawClaims {
    /// Everything that must be there is there. Without `nbf`, a token counts from `iat`.
    pub(crate) fn complete(self) -> Result<Claims, TokenError> {
        let iat = required("iat", self.iat)?;
        Ok(Claims {
            iss: required("iss", self.iss)?,
            aud: required("aud", self.aud)?,
            sub: required("sub", self.sub)?,
            iat,
            nbf: self.nbf.unwrap_or(iat),
            exp: required("exp", self.exp)?,
            jti: required("jti", self.jti)?,
            sid: self.sid,
            roles: self.roles,
        })
    }
}

fn required<T>(claim: &'static str, value: Option<T>) -> Result<T, TokenError> {
    value.ok_or(TokenError::MissingClaim { claim })
}

impl Claims {
    /// The token counts at `now`, give or take `leeway` seconds for clocks that differ.
    pub(crate) fn count_at(&self, now: i64, leeway: i64) -> Result<(), TokenError> {
        let begin = self.nbf.max(self.iat);
        if now.saturating_add(leeway) < begin {
            return Err(TokenError::NotYetValid);
        }
        if now.saturating_sub(leeway) >= self.exp {
            return Err(TokenError::Expired);
        }
        Ok(())
    }
}
