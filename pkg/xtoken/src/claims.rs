//! What a token says, and the rules a token from outside has to pass.

use serde::{Deserialize, Serialize};
use uuid::{Uuid, Version};

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
    /// When it was minted, in milliseconds since 1970: the time inside `jti` if that is a UUID of
    /// version 7, otherwise `iat`.
    #[must_use]
    pub fn minted_at_ms(&self) -> i64 {
        match self.jti.get_version() {
            // Its first 48 bits.
            // Its first 48 bits.
            Some(Version::SortRand) => (self.jti.as_u64_pair().0 >> 16).cast_signed(),
            _ => self.iat.saturating_mul(1000),
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    fn minted(jti: Uuid, iat: i64) -> i64 {
        let (iss, aud) = (String::new(), String::new());
        let sub = Uuid::nil();
        let roles = Vec::new();
        Claims { iss, aud, sub, iat, nbf: iat, exp: iat, jti, sid: None, roles }.minted_at_ms()
    }

    #[test]
    fn the_id_says_the_millisecond_if_it_can() {
        let jti = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f".parse().unwrap();
        assert_eq!(minted(jti, 5), 1_645_557_742_000);

        let latest = "ffffffff-ffff-7fff-bfff-ffffffffffff".parse().unwrap();
        assert_eq!(minted(latest, 5), (1 << 48) - 1);
    }

    #[test]
    fn without_that_the_second_has_to_do() {
        for jti in ["017f22e2-79b0-4cc3-98c4-dc0c0c07398f", "00000000-0000-0000-0000-000000000000"]
        {
            assert_eq!(minted(jti.parse().unwrap(), 5), 5000);
        }
        assert_eq!(minted(Uuid::nil(), i64::MAX), i64::MAX);
    }
}
