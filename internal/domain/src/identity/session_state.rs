//! What is kept of a session.

use std::net::IpAddr;

use jiff::Timestamp;

use crate::identity::{DeviceLabel, Secret, SessionId, TokenHash};
use crate::shared::AccountId;

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EndReason {
    /// Its owner signed out of it.
    SignedOut,
    /// Its owner signed out of all sessions.
    SignedOutEverywhere,
    /// The password became another one.
    PasswordChanged,
    /// The account was blocked.
    Blocked,
    /// The account was erased.
    Erased,
    /// Somebody came with a token that was used before.
    Reused,
}

impl EndReason {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::SignedOut,
        Self::SignedOutEverywhere,
        Self::PasswordChanged,
        Self::Blocked,
        Self::Erased,
        Self::Reused,
    ];

    /// The word for this reason.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::SignedOutEverywhere => "signed_out_everywhere",
            Self::PasswordChanged => "password_changed",
            Self::Blocked => "blocked",
            Self::Erased => "erased",
            Self::Reused => "reused",
        }
    }

    /// The reason with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.word() == word)
    }
}

/// The end of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionEnd {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: EndReason,
}

/// Everything a store keeps of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionState {
    /// Its id.
    pub id: SessionId,
    /// The store's counter, see [`Recorder`](crate::shared::Recorder).
    pub revision: u64,
    /// The number of its next event.
    pub next_sequence: u64,
    /// Whose it is.
    pub account_id: AccountId,
    /// What the device called itself; forgotten when the session ends.
    pub label: Option<DeviceLabel>,
    /// Where the sign-in came from; forgotten when the session ends.
    pub address: Option<IpAddr>,
    /// When it began.
    pub created_at: Timestamp,
    /// When the newest refresh token was made.
    pub refreshed_at: Timestamp,
    /// When it ends by itself unless it is refreshed.
    pub expires_at: Timestamp,
    /// The place of the newest refresh token in the chain.
    pub generation: u32,
    /// What the chain is made with; never leaves the server.
    pub salt: Secret,
    /// The hash of the secret of the newest refresh token.
    pub current: TokenHash,
    /// Its end, if somebody ended it.
    pub ended: Option<SessionEnd>,
}

/// What is needed to start a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The id of the new session.
    pub id: SessionId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What the device calls itself.
    pub label: Option<DeviceLabel>,
    /// Where the sign-in comes from.
    pub address: Option<IpAddr>,
    /// The secret of the first refresh token.
    pub secret: Secret,
    /// What the chain is made with.
    pub salt: Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_known_by_its_word() {
        for reason in EndReason::ALL {
            assert_eq!(EndReason::parse(reason.word()), Some(reason));
        }
        assert_eq!(EndReason::parse("Blocked"), None);
    }
}
