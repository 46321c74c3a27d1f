//! Who makes a request.

use crate::shared::{AccountId, Scope};

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

/// An account and what a verified token or key lets it do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    account: AccountId,
    roles: Vec<Role>,
    scopes: Option<Vec<Scope>>,
}

impl Actor {
    /// An actor; the student role comes by itself.
    #[must_use]
    pub fn new(account: AccountId, roles: impl IntoIterator<Item = Role>) -> Self {
        let mut roles: Vec<Role> = roles.into_iter().chain([Role::Student]).collect();
        roles.sort_unstable();
        roles.dedup();
        Self { account, roles, scopes: None }
    }

    /// The same actor, come with an API key that is good for these scopes and nothing else.
    #[must_use]
    pub fn with_scopes(mut self, mut scopes: Vec<Scope>) -> Self {
        scopes.sort_unstable();
        scopes.dedup();
        self.scopes = Some(scopes);
        self
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

    /// What the API key is good for; `None` for the session of a person, which is good for
    /// everything that the roles allow.
    #[must_use]
    pub fn scopes(&self) -> Option<&[Scope]> {
        self.scopes.as_deref()
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
    fn an_actor_with_a_key_is_held_to_its_scopes() {
        let person = Actor::new(Uuid::nil().into(), []);
        assert_eq!(person.scopes(), None);
        let scopes = vec![Scope::AuditRead, Scope::CatalogueRead, Scope::AuditRead];
        let program = person.clone().with_scopes(scopes);
        assert_eq!(program.scopes(), Some([Scope::CatalogueRead, Scope::AuditRead].as_slice()));
        assert_eq!(person.with_scopes(Vec::new()).scopes(), Some([].as_slice()));
    }

    #[test]
    fn a_role_is_known_by_its_word() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.word()), Some(role));
        }
        assert_eq!(Role::parse("Admin"), None);
    }
}
