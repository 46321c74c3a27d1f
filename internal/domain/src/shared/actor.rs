//! Who makes a request.

use crate::shared::AccountId;

/// What an account may be. Every account is a student.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Learns. Every account has this role.
    Student,
    /// Makes courses.
    Teacher,
    /// Reviews courses and keeps subjects and instructors in order.
    Moderator,
    /// May do everything.
    Admin,
}

impl Role {
    /// Every role, weakest first.
    pub const ALL: [Self; 4] = [Self::Student, Self::Teacher, Self::Moderator, Self::Admin];

    /// The word for this role in tokens and documents.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Teacher => "teacher",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }

    /// The role with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// An account and the roles a verified token gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    account: AccountId,
    roles: Vec<Role>,
}

impl Actor {
    /// An actor; the student role comes by itself.
    #[must_use]
    pub fn new(account: AccountId, roles: impl IntoIterator<Item = Role>) -> Self {
        let mut roles: Vec<Role> = roles.into_iter().chain([Role::Student]).collect();
        roles.sort_unstable();
        roles.dedup();
        Self { account, roles }
    }

    /// The account that makes the request.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.account
    }

    /// All roles, weakest first.
    #[must_use]
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// Whether the actor has `role`.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_account_is_a_student_and_has_each_role_once() {
        let actor = Actor::new(Uuid::nil().into(), [Role::Admin, Role::Teacher, Role::Admin]);
        assert_eq!(actor.roles(), [Role::Student, Role::Teacher, Role::Admin]);
        assert!(actor.has(Role::Student) && !actor.has(Role::Moderator));
    }

    #[test]
    fn a_role_is_known_by_its_word() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.word()), Some(role));
        }
        assert_eq!(Role::parse("Admin"), None);
    }
}
