//! What is kept of an account.

use jiff::Timestamp;

use crate::identity::{DisplayName, EmailAddress, PasswordHash, PendingToken};
use crate::shared::{AccountId, Role};

/// Where an account is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccountStatus {
    /// Its owner can sign in.
    Active,
    /// An administrator keeps its owner out.
    Blocked,
    /// Its owner erased it; only its id is left.
    Erased,
}

impl AccountStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Active, Self::Blocked, Self::Erased];

    /// The word for this status.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Blocked => "blocked",
            Self::Erased => "erased",
        }
    }

    /// The status with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// The verbs that are allowed in this status, beside erasing, which always is.
    #[must_use]
    pub const fn allowed(self) -> &'static [&'static str] {
        match self {
            Self::Active => &["block"],
            Self::Blocked => &["unblock"],
            Self::Erased => &[],
        }
    }
}

/// A change of status that the present one does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an account that is {} cannot {requested}", from.word())]
pub struct IllegalAccountTransition {
    /// The present status.
    pub from: AccountStatus,
    /// The verb that was asked for.
    pub requested: &'static str,
    /// The verbs that the present status allows.
    pub allowed: &'static [&'static str],
}

/// Everything a store keeps of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountState {
    /// Its id.
    pub id: AccountId,
    /// The store's counter, see [`Recorder`](crate::shared::Recorder).
    pub revision: u64,
    /// The number of its next event.
    pub next_sequence: u64,
    /// The public version.
    pub version: u64,
    /// Where mail reaches its owner; `None` only when erased.
    pub email: Option<EmailAddress>,
    /// When its owner proved that the address is theirs.
    pub email_verified_at: Option<Timestamp>,
    /// What its owner is called; `None` only when erased.
    pub name: Option<DisplayName>,
    /// What is kept of the password; `None` only when erased.
    pub password: Option<PasswordHash>,
    /// When the password last became another one.
    pub password_changed_at: Timestamp,
    /// The roles that were given, sorted, each once. Everybody is a student, so that one is never
    /// given.
    pub roles: Vec<Role>,
    /// Where it is in its life.
    pub status: AccountStatus,
    /// The token that proves the address, if a mail is under way.
    pub verification: Option<PendingToken>,
    /// The token that allows a new password, if a mail is under way.
    pub reset: Option<PendingToken>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it was erased.
    pub erased_at: Option<Timestamp>,
}

/// What is needed to make an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// The id of the new account.
    pub id: AccountId,
    /// Where mail reaches its owner.
    pub email: EmailAddress,
    /// What its owner is called.
    pub name: DisplayName,
    /// What is kept of the password.
    pub password: PasswordHash,
    /// The roles to give.
    pub roles: Vec<Role>,
    /// Whether the address needs no proof.
    pub verified: bool,
}

/// What an edit of an account sets; `None` leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountEdit {
    /// The new name.
    pub name: Option<DisplayName>,
}

/// The roles as they are kept: sorted, each once, without the one that everybody has.
pub(super) fn given(mut roles: Vec<Role>) -> Vec<Role> {
    roles.retain(|role| *role != Role::Student);
    roles.sort_unstable();
    roles.dedup();
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_known_by_its_word() {
        for status in AccountStatus::ALL {
            assert_eq!(AccountStatus::parse(status.word()), Some(status));
        }
        assert_eq!(AccountStatus::parse("deleted"), None);
    }

    #[test]
    fn given_roles_are_sorted_and_nobody_is_made_a_student() {
        let roles = given(vec![Role::Admin, Role::Student, Role::Teacher, Role::Admin]);
        assert_eq!(roles, [Role::Teacher, Role::Admin]);
    }
}
