//! Which accounts, lines and events a question means.

use courses_domain::AggregateKind;
use courses_domain::identity::{AccountState, AccountStatus, AuditRecord, EmailAddress};
use courses_domain::shared::{AccountId, Role};
use courses_port::Page;
use courses_port::catalogue::IdPosition;
use courses_port::identity::{AccountEvent, AccountQuery, AccountSummary, AuditQuery, Delivery};
use uuid::Uuid;

use crate::memory::catalogue::newest_first;
use crate::memory::state::State;

pub(super) fn accounts(state: &State, query: &AccountQuery) -> Page<AccountSummary, IdPosition> {
    let found = state.accounts.iter().filter(|(_, it)| matches(it, query));
    let found = found.map(|(id, it)| (*id, summary(it))).collect();
    newest_first(found, query.after, query.limit).map(|(_, it)| it)
}

fn matches(account: &AccountState, query: &AccountQuery) -> bool {
    let begins = |prefix: &str| {
        let email = account.email.as_ref().map(EmailAddress::key);
        let name = account.name.as_ref().map(|it| it.as_str().to_lowercase());
        email.is_some_and(|it| it.as_str().starts_with(prefix))
            || name.is_some_and(|it| it.starts_with(prefix))
    };
    account.status != AccountStatus::Erased
        && query.prefix.as_ref().is_none_or(|prefix| begins(&prefix.to_lowercase()))
        && query.status.is_none_or(|status| account.status == status)
        && query.role.is_none_or(|role| role == Role::Student || account.roles.contains(&role))
}

fn summary(account: &AccountState) -> AccountSummary {
    AccountSummary {
        id: account.id,
        version: account.version,
        email: account.email.clone(),
        email_verified: account.email_verified_at.is_some(),
        name: account.name.clone(),
        roles: account.roles.clone(),
        status: account.status,
        created_at: account.created_at,
    }
}

pub(super) fn audit(state: &State, query: &AuditQuery) -> Page<AuditRecord, u64> {
    let found = state.audit.iter().rev().filter(|it| {
        query.before.is_none_or(|before| it.sequence < before)
            && query.actor.is_none_or(|actor| it.entry.actor == Some(actor))
            && query.subject.is_none_or(|subject| it.entry.subject == Some(subject))
            && query.action.is_none_or(|action| it.entry.action == action)
    });
    let limit = query.limit as usize;
    Page::from_surplus(found.take(limit + 1).cloned().collect(), limit, |it| it.sequence)
}

pub(super) fn events(
    state: &State,
    account: AccountId,
    before: Option<u64>,
    limit: u32,
) -> Page<AccountEvent, u64> {
    let id: Uuid = account.into();
    let logged = state.log.iter().filter(|event| {
        event.aggregate_id == id && event.aggregate_kind == AggregateKind::Account.word()
    });
    let logged = logged.map(|event| AccountEvent {
        id: event.id,
        sequence: event.sequence,
        type_name: event.type_name.clone(),
        time: event.time,
        delivery: Delivery::Delivered,
    });
    let waiting =
        state.outbox.values().flatten().filter(|event| {
            event.aggregate.id == id && event.aggregate.kind == AggregateKind::Account
        });
    let waiting = waiting.map(|event| AccountEvent {
        id: event.id,
        sequence: event.sequence,
        type_name: event.data.type_name().to_owned(),
        time: event.time,
        delivery: Delivery::InProgress,
    });
    let mut all: Vec<AccountEvent> = logged.chain(waiting).collect();
    all.retain(|event| before.is_none_or(|before| event.sequence < before));
    all.sort_by_key(|event| std::cmp::Reverse(event.sequence));
    Page::from_surplus(all, limit as usize, |event| event.sequence)
}
