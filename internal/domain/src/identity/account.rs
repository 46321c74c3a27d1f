//! An account: a person or service that can sign in.
//!
//! An erased account stays as an id without a person. Nothing changes it any more: what a late
//! request asks of it does nothing, and no token is good for it.

use jiff::Timestamp;

use super::account_state::given;
use crate::identity::{
    AccountEdit, AccountState, AccountStatus, IdentityEvent, IllegalAccountTransition, NewAccount,
    OneTimeTokenError, PasswordHash, PendingToken,
};
use crate::shared::{AccountId, Recorder, Role};

/// A person or service that can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    state: AccountState,
    recorder: Recorder<IdentityEvent>,
}

impl Account {
    /// Makes a new account.
    #[must_use]
    pub fn register(new: NewAccount, now: Timestamp) -> Self {
        let state = AccountState {
            id: new.id,
            revision: 1,
            next_sequence: 1,
            version: 1,
            email: Some(new.email),
            email_verified_at: new.verified.then_some(now),
            name: Some(new.name),
            password: Some(new.password),
            password_changed_at: now,
            roles: given(new.roles),
            status: AccountStatus::Active,
            verification: None,
            reset: None,
            created_at: now,
            updated_at: now,
            erased_at: None,
        };
        let mut account = Self { state, recorder: Recorder::at(0) };
        account.record(|account, version| IdentityEvent::AccountRegistered { account, version });
        for role in account.state.roles.clone() {
            account.record(|account, version| IdentityEvent::RoleGranted {
                account,
                version,
                role,
            });
        }
        account
    }

    /// Rebuilds an account that storage vouches for.
    #[must_use]
    pub const fn restore(state: AccountState) -> Self {
        let recorder = Recorder::at(state.revision);
        Self { state, recorder }
    }

    /// What a store keeps.
    #[must_use]
    pub const fn state(&self) -> &AccountState {
        &self.state
    }

    /// The state and what happened since it was read.
    #[must_use]
    pub fn into_parts(self) -> (AccountState, Recorder<IdentityEvent>) {
        (self.state, self.recorder)
    }

    /// Whether there is something to commit. Not every change is an event.
    #[must_use]
    pub const fn is_changed(&self) -> bool {
        self.state.revision != self.recorder.read_at()
    }

    /// All roles, weakest first, with the one that everybody has.
    #[must_use]
    pub fn all_roles(&self) -> Vec<Role> {
        [Role::Student].into_iter().chain(self.state.roles.iter().copied()).collect()
    }

    /// Applies an edit; does nothing if it changes nothing.
    pub fn edit(&mut self, edit: AccountEdit, now: Timestamp) {
        if self.is_erased() || edit.name.is_none() || edit.name == self.state.name {
            return;
        }
        self.state.name = edit.name;
        self.change(now);
        self.record(|account, version| IdentityEvent::AccountChanged { account, version });
    }

    /// Sets another password. A mail that would allow yet another one is void.
    pub fn change_password(&mut self, password: PasswordHash, now: Timestamp) {
        if self.is_erased() {
            return;
        }
        self.set_password(password, now);
        self.change(now);
        self.record(|account, version| IdentityEvent::PasswordChanged { account, version });
    }

    /// Keeps the same password in another hash. Nobody is told.
    pub fn rehash(&mut self, password: PasswordHash) {
        if !self.is_erased() {
            self.state.password = Some(password);
            self.touch();
        }
    }

    /// Waits for the token of a mail that proves the address; an earlier one is void.
    pub fn await_verification(&mut self, token: PendingToken) {
        if !self.is_erased() {
            self.state.verification = Some(token);
            self.touch();
        }
    }

    /// Waits for the token of a mail that allows a new password; an earlier one is void.
    pub fn await_reset(&mut self, token: PendingToken) {
        if !self.is_erased() {
            self.state.reset = Some(token);
            self.touch();
        }
    }

    /// Takes the address as proved and uses up the token of the mail.
    ///
    /// # Errors
    ///
    /// [`OneTimeTokenError`]; nothing changes then.
    pub fn verify_email(&mut self, secret: &[u8], now: Timestamp) -> Result<(), OneTimeTokenError> {
        let token = self.state.verification.ok_or(OneTimeTokenError::Unknown)?;
        token.check(secret, now)?;
        self.state.verification = None;
        self.touch();
        if self.state.email_verified_at.is_none() {
            self.change(now);
            self.take_as_verified(now);
        }
        Ok(())
    }

    /// Sets another password and uses up the token of the mail, which proves the address too.
    ///
    /// # Errors
    ///
    /// [`OneTimeTokenError`]; nothing changes then.
    pub fn reset_password(
        &mut self,
        secret: &[u8],
        password: PasswordHash,
        now: Timestamp,
    ) -> Result<(), OneTimeTokenError> {
        let token = self.state.reset.ok_or(OneTimeTokenError::Unknown)?;
        token.check(secret, now)?;
        self.set_password(password, now);
        self.change(now);
        if self.state.email_verified_at.is_none() {
            self.take_as_verified(now);
        }
        self.record(|account, version| IdentityEvent::PasswordChanged { account, version });
        Ok(())
    }

    /// Keeps its owner out.
    ///
    /// # Errors
    ///
    /// [`IllegalAccountTransition`] unless it is active.
    pub fn block(&mut self, now: Timestamp) -> Result<(), IllegalAccountTransition> {
        self.move_to(AccountStatus::Blocked, "block", now)?;
        self.record(|account, version| IdentityEvent::AccountBlocked { account, version });
        Ok(())
    }

    /// Lets its owner in again.
    ///
    /// # Errors
    ///
    /// [`IllegalAccountTransition`] unless it is blocked.
    pub fn unblock(&mut self, now: Timestamp) -> Result<(), IllegalAccountTransition> {
        self.move_to(AccountStatus::Active, "unblock", now)?;
        self.record(|account, version| IdentityEvent::AccountUnblocked { account, version });
        Ok(())
    }

    /// Gives exactly these roles; does nothing if nothing differs.
    pub fn set_roles(&mut self, roles: Vec<Role>, now: Timestamp) {
        let roles = given(roles);
        if self.is_erased() || roles == self.state.roles {
            return;
        }
        let before = std::mem::replace(&mut self.state.roles, roles.clone());
        self.change(now);
        for role in roles.iter().copied().filter(|role| !before.contains(role)) {
            self.record(|account, version| IdentityEvent::RoleGranted { account, version, role });
        }
        for role in before.into_iter().filter(|role| !roles.contains(role)) {
            self.record(|account, version| IdentityEvent::RoleRevoked { account, version, role });
        }
    }

    /// Forgets the person; does nothing if that happened already.
    pub fn erase(&mut self, now: Timestamp) {
        if self.is_erased() {
            return;
        }
        self.state.email = None;
        self.state.email_verified_at = None;
        self.state.name = None;
        self.state.password = None;
        self.state.roles = Vec::new();
        self.state.verification = None;
        self.state.reset = None;
        self.state.status = AccountStatus::Erased;
        self.state.erased_at = Some(now);
        self.change(now);
        self.record(|account, version| IdentityEvent::AccountErased { account, version });
    }

    fn is_erased(&self) -> bool {
        self.state.status == AccountStatus::Erased
    }

    fn set_password(&mut self, password: PasswordHash, now: Timestamp) {
        self.state.password = Some(password);
        self.state.password_changed_at = now;
        self.state.reset = None;
    }

    /// Part of a change: the caller raises the version.
    fn take_as_verified(&mut self, now: Timestamp) {
        self.state.email_verified_at = Some(now);
        self.state.verification = None;
        self.record(|account, version| IdentityEvent::AccountVerified { account, version });
    }

    fn move_to(
        &mut self,
        next: AccountStatus,
        verb: &'static str,
        now: Timestamp,
    ) -> Result<(), IllegalAccountTransition> {
        let from = self.state.status;
        let allowed = from.allowed();
        if !allowed.contains(&verb) {
            return Err(IllegalAccountTransition { from, requested: verb, allowed });
        }
        self.state.status = next;
        self.change(now);
        Ok(())
    }

    /// Something must be stored.
    const fn touch(&mut self) {
        self.state.revision = self.recorder.read_at() + 1;
    }

    /// Something that others can see changed.
    const fn change(&mut self, now: Timestamp) {
        self.touch();
        self.state.version += 1;
        self.state.updated_at = now;
    }

    fn record(&mut self, event: impl FnOnce(AccountId, u64) -> IdentityEvent) {
        let event = event(self.state.id, self.state.version);
        self.recorder.record(&mut self.state.next_sequence, event);
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walk;
