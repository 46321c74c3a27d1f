//! The audit log: who did what to whom, in a chain that shows every later change.
//!
//! Each record carries the hash of the one before it. Whoever changes, removes or moves a record
//! in the middle has to make all later ones anew; whoever cuts off the end leaves a head that
//! does not fit.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::shared::AccountId;

/// What is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AuditAction {
    /// An account got a role.
    RoleGranted,
    /// An account lost a role.
    RoleRevoked,
    /// An account was blocked.
    AccountBlocked,
    /// An account was unblocked.
    AccountUnblocked,
    /// An account was erased.
    AccountErased,
    /// Somebody looked at the account of somebody else.
    AccountRead,
    /// Somebody looked through the accounts.
    AccountsListed,
    /// Somebody looked into this log.
    AuditRead,
    /// An administrator was made from the command line.
    AdminCreated,
    /// An API key was made.
    ApiKeyCreated,
    /// An API key got another secret.
    ApiKeyRotated,
    /// An API key was made void.
    ApiKeyRevoked,
}

impl AuditAction {
    /// Every action.
    pub const ALL: [Self; 12] = [
        Self::RoleGranted,
        Self::RoleRevoked,
        Self::AccountBlocked,
        Self::AccountUnblocked,
        Self::AccountErased,
        Self::AccountRead,
        Self::AccountsListed,
        Self::AuditRead,
        Self::AdminCreated,
        Self::ApiKeyCreated,
        Self::ApiKeyRotated,
        Self::ApiKeyRevoked,
    ];

    /// The word for this action.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::RoleGranted => "role_granted",
            Self::RoleRevoked => "role_revoked",
            Self::AccountBlocked => "account_blocked",
            Self::AccountUnblocked => "account_unblocked",
            Self::AccountErased => "account_erased",
            Self::AccountRead => "account_read",
            Self::AccountsListed => "accounts_listed",
            Self::AuditRead => "audit_read",
            Self::AdminCreated => "admin_created",
            Self::ApiKeyCreated => "api_key_created",
            Self::ApiKeyRotated => "api_key_rotated",
            Self::ApiKeyRevoked => "api_key_revoked",
        }
    }

    /// The action with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.word() == word)
    }
}

/// What happened, before it has its place in the log. Never holds personal data: the log outlives
/// the people in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When, to the millisecond.
    pub time: Timestamp,
    /// Who did it; nobody for a command on the server.
    pub actor: Option<AccountId>,
    /// What was done.
    pub action: AuditAction,
    /// Whom it was done to.
    pub subject: Option<AccountId>,
    /// The request it came with.
    pub request_id: Option<String>,
    /// One word more: a role, the id of a key.
    pub detail: Option<String>,
}

/// The end of the log, which the next record follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditHead {
    /// The number of the last record; 0 if there is none.
    pub sequence: u64,
    /// The hash of the last record; zeros if there is none.
    pub hash: [u8; 32],
}

impl AuditHead {
    /// The head of an empty log.
    pub const START: Self = Self { sequence: 0, hash: [0; 32] };
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// Its number: 1, 2, 3 … without a gap.
    pub sequence: u64,
    /// What happened.
    pub entry: AuditEntry,
    /// The hash of the record before it.
    pub previous: [u8; 32],
    /// Its own hash, over everything above.
    pub hash: [u8; 32],
}

/// The log is not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the audit log is broken at record {sequence}: {what}")]
pub struct AuditBroken {
    /// The number of the record that should stand there.
    pub sequence: u64,
    /// What is wrong with it.
    pub what: &'static str,
}

impl AuditRecord {
    /// The record of `entry` that follows `head`.
    #[must_use]
    pub fn chain(head: &AuditHead, entry: AuditEntry) -> Self {
        let sequence = head.sequence + 1;
        let hash = hash(sequence, &head.hash, &entry);
        Self { sequence, entry, previous: head.hash, hash }
    }

    /// The head that the next record follows.
    #[must_use]
    pub const fn head(&self) -> AuditHead {
        AuditHead { sequence: self.sequence, hash: self.hash }
    }

    /// Checks that this is the record that was written after `head`.
    ///
    /// # Errors
    ///
    /// [`AuditBroken`] if the record or one before it was changed, removed or moved.
    pub fn follows(&self, head: &AuditHead) -> Result<(), AuditBroken> {
        let sequence = head.sequence + 1;
        let broken = |what| Err(AuditBroken { sequence, what });
        if self.sequence != sequence {
            broken("another number stands there")
        } else if self.previous != head.hash {
            broken("it does not follow the record before it")
        } else if self.hash != hash(self.sequence, &self.previous, &self.entry) {
            broken("its content was changed")
        } else {
            Ok(())
        }
    }
}

/// The hash over the canonical bytes of a record: every part has its length before it, so that
/// no two records have the same bytes.
fn hash(sequence: u64, previous: &[u8; 32], entry: &AuditEntry) -> [u8; 32] {
    let mut digest = Sha256::new();
    let mut part = |bytes: Option<&[u8]>| match bytes {
        None => digest.update([0]),
        Some(bytes) => {
            digest.update([1]);
            digest.update((bytes.len() as u64).to_be_bytes());
            digest.update(bytes);
        }
    };
    let id = |account: Option<AccountId>| account.map(|account| Uuid::from(account).into_bytes());
    part(Some(b"courses audit 1"));
    part(Some(&sequence.to_be_bytes()));
    part(Some(previous));
    part(Some(&entry.time.as_millisecond().to_be_bytes()));
    part(id(entry.actor).as_ref().map(<[u8; 16]>::as_slice));
    part(Some(entry.action.word().as_bytes()));
    part(id(entry.subject).as_ref().map(<[u8; 16]>::as_slice));
    part(entry.request_id.as_deref().map(str::as_bytes));
    part(entry.detail.as_deref().map(str::as_bytes));
    digest.finalize().into()
}

#[cfg(test)]
mod tests;
