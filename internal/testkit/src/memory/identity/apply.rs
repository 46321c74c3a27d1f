//! Applies the changes of identity.

use courses_domain::AggregateKind;
use courses_domain::identity::{AuditEntry, AuditHead, AuditRecord, EmailAddress, TokenRevocation};
use courses_port::Conflict;
use courses_port::identity::{AccountWrite, ApiKeyWrite, IdentityChange, SessionWrite};
use uuid::Uuid;

use crate::memory::apply::{Stored, guard, waits};
use crate::memory::state::State;

pub(in crate::memory) fn apply(state: &mut State, change: IdentityChange) -> Result<(), Conflict> {
    match change {
        IdentityChange::SaveAccount(write) => account(state, *write)?,
        IdentityChange::SaveSession(write) => session(state, *write)?,
        IdentityChange::SaveApiKey(write) => api_key(state, *write)?,
        IdentityChange::Audit(entry) => audit(state, entry),
        IdentityChange::Revoke(revocation) => revoke(state, revocation),
        IdentityChange::RequestMail(mail) => {
            state.mails.entry(mail.id).or_insert(mail);
        }
        IdentityChange::PostponeMail { mail, attempts, next_at } => {
            if let Some(mail) = state.mails.get_mut(&mail) {
                mail.attempts = attempts;
                mail.next_at = next_at;
            }
        }
        IdentityChange::FinishMail(mail) => {
            state.mails.remove(&mail);
        }
    }
    Ok(())
}

fn account(state: &mut State, write: AccountWrite) -> Result<(), Conflict> {
    let id: Uuid = write.state.id.into();
    let stored = Stored::of(state.accounts.get(&id), |_| false, |it| it.revision);
    guard(AggregateKind::Account, id, write.read_at, stored)?;
    if let Some(key) = write.state.email.as_ref().map(EmailAddress::key) {
        let mut others = state.accounts.values().filter(|it| it.id != write.state.id);
        if others.any(|it| it.email.as_ref().is_some_and(|email| email.key() == key)) {
            return Err(Conflict::EmailTaken);
        }
    }
    state.accounts.insert(id, write.state);
    waits(state, write.events);
    Ok(())
}

fn session(state: &mut State, write: SessionWrite) -> Result<(), Conflict> {
    let id: Uuid = write.state.id.into();
    let stored = Stored::of(state.sessions.get(&id), |_| false, |it| it.revision);
    guard(AggregateKind::Session, id, write.read_at, stored)?;
    state.sessions.insert(id, write.state);
    waits(state, write.events);
    Ok(())
}

fn api_key(state: &mut State, write: ApiKeyWrite) -> Result<(), Conflict> {
    let id: Uuid = write.state.id.into();
    let stored = Stored::of(state.api_keys.get(&id), |_| false, |it| it.revision);
    guard(AggregateKind::ApiKey, id, write.read_at, stored)?;
    state.api_keys.insert(id, write.state);
    waits(state, write.events);
    Ok(())
}

fn audit(state: &mut State, entry: AuditEntry) {
    let head = state.audit.last().map_or(AuditHead::START, AuditRecord::head);
    state.audit.push(AuditRecord::chain(&head, entry));
}

fn revoke(state: &mut State, revocation: TokenRevocation) {
    let stored = state.revocations.get(&revocation.tokens);
    if stored.is_none_or(|it| it.until <= revocation.until) {
        state.revocations.insert(revocation.tokens, revocation);
    }
}
