//! The events of identity as JSON.

use courses_domain::identity::IdentityEvent;
use serde::Serialize;
use uuid::Uuid;

/// One shape for each registered type of identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum IdentityEventJson {
    /// `account.registered`, `account.changed`, `account.verified`, `account.blocked`,
    /// `account.unblocked`, `account.erased`, `account.password_changed`
    Account {
        /// The account.
        account_id: Uuid,
        /// Its version.
        version: u64,
    },
    /// `role.granted`, `role.revoked`
    Role {
        /// The account.
        account_id: Uuid,
        /// Its version.
        version: u64,
        /// The role.
        role: &'static str,
    },
    /// `session.ended`
    SessionEnded {
        /// The session.
        session_id: Uuid,
        /// Whose it was.
        account_id: Uuid,
        /// Why it ended.
        reason: &'static str,
    },
    /// `session.reuse_detected`
    SessionReuseDetected {
        /// The session.
        session_id: Uuid,
        /// Whose it was.
        account_id: Uuid,
    },
    /// `api_key.created`, `api_key.rotated`, `api_key.revoked`
    ApiKey {
        /// The key.
        api_key_id: Uuid,
        /// Whose it is.
        account_id: Uuid,
        /// Its version.
        version: u64,
    },
}

impl From<&IdentityEvent> for IdentityEventJson {
    fn from(event: &IdentityEvent) -> Self {
        use IdentityEvent as E;
        match *event {
            E::AccountRegistered { account, version }
            | E::AccountChanged { account, version }
            | E::AccountVerified { account, version }
            | E::AccountBlocked { account, version }
            | E::AccountUnblocked { account, version }
            | E::AccountErased { account, version }
            | E::PasswordChanged { account, version } => {
                Self::Account { account_id: account.into(), version }
            }
            E::RoleGranted { account, version, role }
            | E::RoleRevoked { account, version, role } => {
                Self::Role { account_id: account.into(), version, role: role.word() }
            }
            E::SessionEnded { session, account, reason } => Self::SessionEnded {
                session_id: session.into(),
                account_id: account.into(),
                reason: reason.word(),
            },
            E::SessionReuseDetected { session, account } => Self::SessionReuseDetected {
                session_id: session.into(),
                account_id: account.into(),
            },
            E::ApiKeyCreated { api_key, account, version }
            | E::ApiKeyRotated { api_key, account, version }
            | E::ApiKeyRevoked { api_key, account, version } => {
                Self::ApiKey { api_key_id: api_key.into(), account_id: account.into(), version }
            }
        }
    }
}
