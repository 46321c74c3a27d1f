//! Tokens that are sent by mail and work once.

use jiff::Timestamp;
use uuid::Uuid;

use super::token_text;
use crate::identity::{Secret, TokenHash};
use crate::shared::AccountId;

const PREFIX: &str = "cv1.";

/// What a mail carries: whose account, and a secret that only the mail knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeToken {
    /// The account that the mail is about.
    pub account: AccountId,
    /// What proves that the mail was read.
    pub secret: Secret,
}

impl OneTimeToken {
    /// The text form. It is the secret: write it into the mail and nowhere else.
    #[must_use]
    pub fn encode(&self) -> String {
        token_text::encode(PREFIX, &[Uuid::from(self.account).as_bytes(), self.secret.expose()])
    }

    /// The token with this text form, if it has the right form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (account, secret) = token_text::decode_pair(PREFIX, text)?;
        Some(Self { account: account.into(), secret })
    }
}

/// What an account keeps of a token that it waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PendingToken {
    /// The hash of its secret.
    pub hash: TokenHash,
    /// When it stops to work.
    pub expires_at: Timestamp,
}

impl PendingToken {
    /// Whether `secret` is the one that is waited for.
    pub(super) fn check(&self, secret: &[u8], now: Timestamp) -> Result<(), OneTimeTokenError> {
        if !self.hash.matches(secret) {
            Err(OneTimeTokenError::Unknown)
        } else if now >= self.expires_at {
            Err(OneTimeTokenError::Expired)
        } else {
            Ok(())
        }
    }
}

/// Why a token of a mail does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OneTimeTokenError {
    /// Nobody waits for it: made up, used up or replaced by a later one.
    #[error("nobody waits for this token")]
    Unknown,
    /// It came too late.
    #[error("the token has expired")]
    Expired,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_its_secret_not_shown() {
        let token = OneTimeToken {
            account: Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0042).into(),
            secret: Secret::new([9; 32]),
        };
        let text = token.encode();
        assert!(text.starts_with("cv1.") && text.len() == 68, "{text}");
        assert_eq!(OneTimeToken::parse(&text), Some(token.clone()));
        assert_eq!(OneTimeToken::parse(&text.replace("cv1", "ck1")), None);
        assert_eq!(OneTimeToken::parse(&text[..67]), None);
        assert!(format!("{token:?}").ends_with("secret: Secret(..) }"));
    }
}
