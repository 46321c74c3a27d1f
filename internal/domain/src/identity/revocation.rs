//! Access tokens that are void before they expire.

use jiff::Timestamp;

use crate::identity::SessionId;
use crate::shared::AccountId;

/// Which access tokens are void.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevokedTokens {
    /// Those of a session.
    Session(SessionId),
    /// Those of an account.
    Account(AccountId),
}

/// Makes access tokens void on every instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenRevocation {
    /// Which tokens.
    pub tokens: RevokedTokens,
    /// Those minted at or before this moment are void.
    pub until: Timestamp,
    /// When it was written down.
    pub recorded_at: Timestamp,
    /// When each of those tokens has expired by itself, so that this can be forgotten.
    pub expires_at: Timestamp,
}

impl TokenRevocation {
    /// Whether a token of this session and account, minted at `minted_at`, is void.
    #[must_use]
    pub fn voids(&self, session: SessionId, account: AccountId, minted_at: Timestamp) -> bool {
        let concerned = match self.tokens {
            RevokedTokens::Session(revoked) => revoked == session,
            RevokedTokens::Account(revoked) => revoked == account,
        };
        concerned && minted_at <= self.until
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::identity::fixtures::at;

    #[test]
    fn tokens_of_the_revoked_minted_until_then_are_void_and_no_others() {
        let (mine, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let revocation = |tokens| TokenRevocation {
            tokens,
            until: at(5),
            recorded_at: at(5),
            expires_at: at(905),
        };
        let session = revocation(RevokedTokens::Session(mine.into()));
        assert!(session.voids(mine.into(), other.into(), at(5)));
        assert!(!session.voids(mine.into(), other.into(), at(6)));
        assert!(!session.voids(other.into(), mine.into(), at(5)));
        let account = revocation(RevokedTokens::Account(mine.into()));
        assert!(account.voids(other.into(), mine.into(), at(4)));
        assert!(!account.voids(other.into(), mine.into(), at(6)));
        assert!(!account.voids(mine.into(), other.into(), at(4)));
    }
}
