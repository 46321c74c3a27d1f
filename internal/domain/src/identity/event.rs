//! What can happen in identity. Ids, versions and words only: no personal data leaves through an
//! event.

use crate::identity::{ApiKeyId, EndReason, SessionId};
use crate::shared::{AccountId, Role};
use crate::{Aggregate, AggregateKind, EventData};

/// One thing that happened in identity. `version` is the public version after the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityEvent {
    /// An account was made.
    AccountRegistered {
        /// The account.
        account: AccountId,
        /// Its version.
        version: u64,
    },
    /// What an account says about its owner changed.
    AccountChanged {
        /// The account.
        account: AccountId,
        /// Its version.
        version: u64,
    },
    /// Its owner proved the e-mail address.
    AccountVerified {
        /// The account.
        account: AccountId,
        /// Its version.
        version: u64,
    },
    /// Its owner is kept out.
    AccountBlocked {
        /// The account.
        account: AccountId,
        /// Its version.
        version: u64,
    },
    /// Its owner may come in again.
    AccountUnblocked {
        /// The account.
        account: AccountId,
        /// Its version.
        version: u64,
    },
    /// The person was forgotten.
    AccountErased {
        /// The account.
        account: AccountId,
        /// Its version.
        version: u64,
    },
    /// The password became another one.
    PasswordChanged {
        /// The account.
        account: AccountId,
        /// Its version.
        version: u64,
    },
    /// An account got a role.
    RoleGranted {
        /// The account.
        account: AccountId,
        /// Its version.
        version: u64,
        /// The role.
        role: Role,
    },
    /// An account lost a role.
    RoleRevoked {
        /// The account.
        account: AccountId,
        /// Its version.
        version: u64,
        /// The role.
        role: Role,
    },
    /// A session was ended.
    SessionEnded {
        /// The session.
        session: SessionId,
        /// Whose it was.
        account: AccountId,
        /// Why.
        reason: EndReason,
    },
    /// A refresh token came a second time, and its session was ended for it.
    SessionReuseDetected {
        /// The session.
        session: SessionId,
        /// Whose it was.
        account: AccountId,
    },
    /// An API key was made.
    ApiKeyCreated {
        /// The key.
        api_key: ApiKeyId,
        /// Whose it is.
        account: AccountId,
        /// Its version.
        version: u64,
    },
    /// An API key got another secret.
    ApiKeyRotated {
        /// The key.
        api_key: ApiKeyId,
        /// Whose it is.
        account: AccountId,
        /// Its version.
        version: u64,
    },
    /// An API key was made void.
    ApiKeyRevoked {
        /// The key.
        api_key: ApiKeyId,
        /// Whose it was.
        account: AccountId,
        /// Its version.
        version: u64,
    },
}

impl IdentityEvent {
    /// The registered type of the event.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::AccountRegistered { .. } => "account.registered",
            Self::AccountChanged { .. } => "account.changed",
            Self::AccountVerified { .. } => "account.verified",
            Self::AccountBlocked { .. } => "account.blocked",
            Self::AccountUnblocked { .. } => "account.unblocked",
            Self::AccountErased { .. } => "account.erased",
            Self::PasswordChanged { .. } => "account.password_changed",
            Self::RoleGranted { .. } => "role.granted",
            Self::RoleRevoked { .. } => "role.revoked",
            Self::SessionEnded { .. } => "session.ended",
            Self::SessionReuseDetected { .. } => "session.reuse_detected",
            Self::ApiKeyCreated { .. } => "api_key.created",
            Self::ApiKeyRotated { .. } => "api_key.rotated",
            Self::ApiKeyRevoked { .. } => "api_key.revoked",
        }
    }

    /// What the event is about. Roles are about their account.
    #[must_use]
    pub fn aggregate(&self) -> Aggregate {
        match *self {
            Self::AccountRegistered { account, .. }
            | Self::AccountChanged { account, .. }
            | Self::AccountVerified { account, .. }
            | Self::AccountBlocked { account, .. }
            | Self::AccountUnblocked { account, .. }
            | Self::AccountErased { account, .. }
            | Self::PasswordChanged { account, .. }
            | Self::RoleGranted { account, .. }
            | Self::RoleRevoked { account, .. } => {
                Aggregate { kind: AggregateKind::Account, id: account.into() }
            }
            Self::SessionEnded { session, .. } | Self::SessionReuseDetected { session, .. } => {
                Aggregate { kind: AggregateKind::Session, id: session.into() }
            }
            Self::ApiKeyCreated { api_key, .. }
            | Self::ApiKeyRotated { api_key, .. }
            | Self::ApiKeyRevoked { api_key, .. } => {
                Aggregate { kind: AggregateKind::ApiKey, id: api_key.into() }
            }
        }
    }
}

impl From<IdentityEvent> for EventData {
    fn from(event: IdentityEvent) -> Self {
        Self::Identity(event)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_type_has_its_own_name_and_is_about_its_aggregate() {
        let (id, version, role) = (Uuid::from_u128(1), 1, Role::Teacher);
        let (account, other) = (AccountId::from(id), AccountId::from(Uuid::from_u128(2)));
        let (session, api_key) = (SessionId::from(id), ApiKeyId::from(id));
        let reason = EndReason::SignedOut;
        let events = [
            IdentityEvent::AccountRegistered { account, version },
            IdentityEvent::AccountChanged { account, version },
            IdentityEvent::AccountVerified { account, version },
            IdentityEvent::AccountBlocked { account, version },
            IdentityEvent::AccountUnblocked { account, version },
            IdentityEvent::AccountErased { account, version },
            IdentityEvent::PasswordChanged { account, version },
            IdentityEvent::RoleGranted { account, version, role },
            IdentityEvent::RoleRevoked { account, version, role },
            IdentityEvent::SessionEnded { session, account: other, reason },
            IdentityEvent::SessionReuseDetected { session, account: other },
            IdentityEvent::ApiKeyCreated { api_key, account: other, version },
            IdentityEvent::ApiKeyRotated { api_key, account: other, version },
            IdentityEvent::ApiKeyRevoked { api_key, account: other, version },
        ];
        let mut names = BTreeSet::new();
        for event in events {
            let data = EventData::from(event);
            let (subject, verb) = data.type_name().split_once('.').unwrap();
            let kind = data.aggregate().kind;
            assert_eq!(data.aggregate(), Aggregate { kind, id });
            let about = if subject == "role" { "account" } else { subject };
            assert_eq!(about, kind.word());
            assert!(!verb.is_empty() && names.insert(data.type_name()));
        }
        assert_eq!(names.len(), 14);
    }
}
