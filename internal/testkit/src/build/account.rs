//! Accounts.

use courses_domain::identity::{
    AccountState, AccountStatus, DisplayName, EmailAddress, PasswordHash, PendingToken, TokenHash,
};
use courses_domain::shared::Role;

use super::Make;

/// Names of random accounts, alike enough to share beginnings.
const NAMES: [&str; 8] =
    ["Анна", "анна-мария", "Аня", "Zoë", "zoe 100%", "ZOE_1", "Ёлка", "O'Neil \\ .*"];

impl Make {
    /// An account that can sign in, with an address nobody else has; never saved.
    pub fn account(&mut self) -> AccountState {
        let email = format!("{}@example.org", self.unique());
        self.account_with_email(&email)
    }

    /// An account with this address; never saved.
    pub fn account_with_email(&mut self, email: &str) -> AccountState {
        let now = self.tick();
        AccountState {
            id: self.id(),
            revision: 1,
            next_sequence: 1,
            version: 1,
            email: Some(EmailAddress::parse(email).expect("tests give good addresses")),
            email_verified_at: None,
            name: Some(DisplayName::parse("Somebody").expect("valid")),
            password: Some(self.password_hash()),
            password_changed_at: now,
            roles: Vec::new(),
            status: AccountStatus::Active,
            verification: None,
            reset: None,
            created_at: now,
            updated_at: now,
            erased_at: None,
        }
    }

    /// An account with every field set that one who is not erased can have; never saved.
    pub fn rich_account(&mut self) -> AccountState {
        let email = format!("Софья.Ё+{}@Mail.Example.ORG", self.unique());
        let mut state = self.account_with_email(&email);
        state.next_sequence = 9;
        state.version = 8;
        state.email_verified_at = Some(self.at(5));
        state.name = Some(DisplayName::parse("Софья Ковалевская").expect("valid"));
        state.password_changed_at = self.at(7);
        state.roles = vec![Role::Teacher, Role::Moderator, Role::Admin];
        state.status = AccountStatus::Blocked;
        state.verification = Some(self.pending_token(3_600));
        state.reset = Some(self.pending_token(1_800));
        state.updated_at = self.at(9);
        state
    }

    /// An account of which nothing personal is left; never saved.
    pub fn erased_account(&mut self) -> AccountState {
        let state = self.account();
        AccountState {
            version: 5,
            email: None,
            name: None,
            password: None,
            status: AccountStatus::Erased,
            erased_at: Some(self.at(60)),
            ..state
        }
    }

    /// An account with random name, address, roles and status; never saved.
    pub fn random_account(&mut self) -> AccountState {
        let name = self.random.pick(&NAMES);
        let beginning = self.random.pick(&["anna", "Anna.b", "z%", "Zo_e", "zo", "ёж"]);
        let email = format!("{beginning}{}@example.org", self.unique());
        let mut state = self.account_with_email(&email);
        state.name = Some(DisplayName::parse(name).expect("valid"));
        state.roles = self.random.some_of(&[Role::Teacher, Role::Moderator, Role::Admin], 3);
        state.roles.sort_unstable();
        state.email_verified_at = self.random.maybe(&[state.created_at]);
        if self.random.once_in(3) {
            state.status = AccountStatus::Blocked;
        }
        if self.random.once_in(6) {
            let id = state.id;
            state = AccountState { id, ..self.erased_account() };
        }
        state
    }

    /// Text that has the form of a hash.
    pub fn password_hash(&mut self) -> PasswordHash {
        PasswordHash::new(format!("$argon2id$v=19$m=8,t=1,p=1${}$aGFzaA", self.unique()))
    }

    /// A token that was sent and waits so many seconds from now.
    pub fn pending_token(&mut self, seconds: i64) -> PendingToken {
        PendingToken { hash: self.token_hash(), expires_at: self.at(seconds) }
    }

    /// The hash of something nobody knows.
    pub fn token_hash(&mut self) -> TokenHash {
        TokenHash::of(self.unique().as_bytes())
    }
}
