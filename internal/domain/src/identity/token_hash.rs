//! What is kept of a secret that somebody else holds.

use sha2::{Digest, Sha256};

use super::secret::same_bytes;
use crate::shared::redacted;

/// The SHA-256 of a secret. Enough for secrets of 32 random bytes, which nobody can try out;
/// never for passwords. Not shown by `Debug`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TokenHash([u8; 32]);

redacted!(TokenHash);

impl TokenHash {
    /// The hash of `secret`.
    #[must_use]
    pub fn of(secret: &[u8]) -> Self {
        Self(Sha256::digest(secret).into())
    }

    /// A hash that a store kept.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes to keep.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Whether it is the hash of `secret`, in constant time.
    #[must_use]
    pub fn matches(&self, secret: &[u8]) -> bool {
        same_bytes(&self.0, &Self::of(secret).0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_matches_its_secret_alone() {
        let hash = TokenHash::of(b"secret");
        assert!(hash.matches(b"secret"));
        assert!(!hash.matches(b"Secret") && !hash.matches(b"") && !hash.matches(hash.as_bytes()));
        assert_eq!(TokenHash::from_bytes(*hash.as_bytes()), hash);
    }

    #[test]
    fn the_hash_is_the_one_that_everybody_calls_sha_256() {
        let abc = TokenHash::of(b"abc");
        assert_eq!(abc.as_bytes()[..4], [0xba, 0x78, 0x16, 0xbf]);
        assert_eq!(abc.as_bytes()[28..], [0xf2, 0x00, 0x15, 0xad]);
    }

    #[test]
    fn a_hash_is_not_shown() {
        assert_eq!(format!("{:?}", TokenHash::of(b"secret")), "TokenHash(..)");
    }
}
