//! How long somebody waits who failed to sign in too often.
//!
//! Failures are counted per e-mail address, which slows down guessing the password of one
//! account, and per network address, which slows down trying one password on many accounts.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};

use crate::identity::{EmailKey, TokenHash};

/// What failed attempts are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttemptKind {
    /// The e-mail address that was tried, whether there is an account or not.
    Email,
    /// The network address that the attempt came from.
    Address,
}

impl AttemptKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Email, Self::Address];

    /// The word for this kind.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Address => "address",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The number of failures from which on somebody waits. Many people can share a network
    /// address.
    #[must_use]
    pub const fn patience(self) -> u32 {
        match self {
            Self::Email => 5,
            Self::Address => 50,
        }
    }
}

/// The longest wait, in seconds.
const LONGEST: i64 = 15 * 60;

/// How long to wait after so many failures in a row: nothing at first, then one second, doubled
/// by each further failure up to 15 minutes.
#[must_use]
pub fn delay(kind: AttemptKind, failures: u32) -> SignedDuration {
    let Some(doublings) = failures.checked_sub(kind.patience()) else {
        return SignedDuration::ZERO;
    };
    let seconds = 1_i64.checked_shl(doublings.min(62)).unwrap_or(LONGEST);
    SignedDuration::from_secs(seconds.min(LONGEST))
}

/// What one count of failures belongs to. It keeps a hash, so that no store of failures is a list
/// of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttemptKey {
    /// What is counted by.
    pub kind: AttemptKind,
    /// The hash of the address.
    pub hash: TokenHash,
}

impl AttemptKey {
    /// Counts by an e-mail address.
    #[must_use]
    pub fn email(key: &EmailKey) -> Self {
        Self::new(AttemptKind::Email, key.as_str().as_bytes())
    }

    /// Counts by a network address. A network of version 6 (its first 64 bits) counts as one:
    /// whoever has one address there has all of them.
    #[must_use]
    pub fn address(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::new(AttemptKind::Address, &address.octets()),
            IpAddr::V6(address) => Self::new(AttemptKind::Address, &address.octets()[..8]),
        }
    }

    fn new(kind: AttemptKind, address: &[u8]) -> Self {
        let parts = [b"courses attempt ", kind.word().as_bytes(), b" ", address];
        Self { kind, hash: TokenHash::of(&parts.concat()) }
    }
}

/// The failures since somebody last signed in with success.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// How many.
    pub failures: u32,
    /// When the last one was; of no meaning without failures.
    pub last_failed_at: Timestamp,
}

impl Attempts {
    /// Nothing failed.
    pub const NONE: Self = Self { failures: 0, last_failed_at: Timestamp::UNIX_EPOCH };

    /// Until when no further attempt is looked at; nothing if there is no need to wait.
    #[must_use]
    pub fn blocked_until(&self, kind: AttemptKind) -> Option<Timestamp> {
        let delay = delay(kind, self.failures);
        (!delay.is_zero()).then(|| self.last_failed_at.checked_add(delay).unwrap_or(Timestamp::MAX))
    }
}

#[cfg(test)]
mod tests;
