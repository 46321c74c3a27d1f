//! Accounts, sessions, API keys, and what goes with them. None of it is ever read from a
//! secondary.

use bson::{Bson, Document, doc};
use courses_domain::identity::{AccountStatus, ApiKeyId, AttemptKey, EmailKey, SessionId};
use courses_domain::shared::{AccountId, Role};
use courses_port::catalogue::IdPosition;
use courses_port::identity::AccountQuery;
use jiff::Timestamp;

use super::{Query, QueryName};
use crate::convert::{to_binary, to_date};
use crate::document::{attempts_id, search_key};
use crate::schema::{ACCOUNTS, API_KEYS, COURSES, MAILS, REVOCATIONS, SESSIONS, SIGN_IN_ATTEMPTS};

/// As many sessions as are ended at once.
const MOST_ENDED: i64 = 1_000;

/// Fields that are no part of the state.
fn state() -> Document {
    doc! { "outbox": 0, "outbox_since": 0 }
}

fn id_only() -> Document {
    doc! { "_id": 1 }
}

/// One more than the limit, from the newest id to the oldest.
fn newest(query: Query, limit: u32) -> Query {
    query.sorted(doc! { "_id": -1 }).limited(i64::from(limit) + 1)
}

fn go_on(filter: &mut Document, after: Option<IdPosition>) {
    if let Some(IdPosition(id)) = after {
        filter.insert("_id", doc! { "$lt": to_binary(id) });
    }
}

pub(crate) fn account_by_id(id: AccountId) -> Query {
    let filter = doc! { "_id": to_binary(id) };
    Query::find(QueryName::AccountById, ACCOUNTS, filter).only(state()).limited(1)
}

pub(crate) fn account_by_email(email: &EmailKey) -> Query {
    let filter = doc! { "email_key": email.as_str() };
    Query::find(QueryName::AccountByEmail, ACCOUNTS, filter).only(state()).limited(1)
}

pub(crate) fn account_list(query: &AccountQuery) -> Query {
    let statuses = query
        .status
        .map_or_else(|| vec![AccountStatus::Active, AccountStatus::Blocked], |status| vec![status]);
    let statuses = statuses.into_iter().filter(|status| *status != AccountStatus::Erased);
    let statuses: Vec<Bson> = statuses.map(|status| status.word().into()).collect();
    let mut filter = doc! { "status": { "$in": statuses } };
    if let Some(role) = query.role.filter(|role| *role != Role::Student) {
        filter.insert("roles", role.word());
    }
    if let Some(prefix) = query.prefix.as_deref().filter(|prefix| !prefix.is_empty()) {
        let range = beginning(&search_key(prefix));
        filter.insert("$or", vec![doc! { "email_key": range.clone() }, doc! { "name_key": range }]);
    }
    go_on(&mut filter, query.after);
    let fields = doc! {
        "version": 1, "email": 1, "email_verified_at": 1, "name": 1, "roles": 1, "status": 1,
        "created_at": 1,
    };
    newest(Query::find(QueryName::AccountList, ACCOUNTS, filter).only(fields), query.limit)
}

/// The texts that begin with `prefix`, as the server orders them: by code point.
fn beginning(prefix: &str) -> Document {
    let mut range = doc! { "$gte": prefix };
    if let Some(end) = end_of(prefix) {
        range.insert("$lt", end);
    }
    range
}

/// The first text after all those that begin with `prefix`, if there is one.
fn end_of(prefix: &str) -> Option<String> {
    let (at, last) = prefix.char_indices().next_back()?;
    let before = &prefix[..at];
    // The range leaves out the code points that are no characters.
    match (last..=char::MAX).nth(1) {
        Some(next) => Some(format!("{before}{next}")),
        None => end_of(before),
    }
}

pub(crate) fn session_by_id(id: SessionId) -> Query {
    let filter = doc! { "_id": to_binary(id) };
    Query::find(QueryName::SessionById, SESSIONS, filter).only(state()).limited(1)
}

fn live_sessions(account: AccountId, now: Timestamp) -> Document {
    doc! { "account_id": to_binary(account), "live": true, "expires_at": { "$gt": to_date(now) } }
}

pub(crate) fn session_list(
    account: AccountId,
    now: Timestamp,
    after: Option<IdPosition>,
    limit: u32,
) -> Query {
    let mut filter = live_sessions(account, now);
    go_on(&mut filter, after);
    newest(Query::find(QueryName::SessionList, SESSIONS, filter).only(state()), limit)
}

/// The oldest first.
pub(crate) fn sessions_to_end(account: AccountId, now: Timestamp) -> Query {
    Query::find(QueryName::SessionsToEnd, SESSIONS, live_sessions(account, now))
        .only(state())
        .sorted(doc! { "_id": 1 })
        .limited(MOST_ENDED)
}

/// The ids of sessions that were over before `before` and whose events are all in the log.
pub(crate) fn sessions_over(before: Timestamp, limit: u32) -> Query {
    let filter = doc! { "over_at": { "$lt": to_date(before) }, "outbox_since": null };
    Query::find(QueryName::SessionsOver, SESSIONS, filter)
        .only(id_only())
        .sorted(doc! { "over_at": 1 })
        .limited(limit)
}

pub(crate) fn api_key_by_id(id: ApiKeyId) -> Query {
    let filter = doc! { "_id": to_binary(id) };
    Query::find(QueryName::ApiKeyById, API_KEYS, filter).only(state()).limited(1)
}

pub(crate) fn api_key_list(account: AccountId, after: Option<IdPosition>, limit: u32) -> Query {
    let mut filter = doc! { "account_id": to_binary(account), "live": true };
    go_on(&mut filter, after);
    newest(Query::find(QueryName::ApiKeyList, API_KEYS, filter).only(state()), limit)
}

pub(crate) fn revocations_since(since: Timestamp, now: Timestamp, limit: u32) -> Query {
    let filter = doc! {
        "recorded_at": { "$gte": to_date(since) },
        "expires_at": { "$gt": to_date(now) },
    };
    Query::find(QueryName::RevocationsSince, REVOCATIONS, filter)
        .sorted(doc! { "recorded_at": 1, "_id": 1 })
        .limited(limit)
}

/// The ids of revocations that expired before `before`.
pub(crate) fn expired_revocations(before: Timestamp, limit: u32) -> Query {
    let filter = doc! { "expires_at": { "$lt": to_date(before) } };
    Query::find(QueryName::ExpiredRevocations, REVOCATIONS, filter)
        .only(id_only())
        .sorted(doc! { "expires_at": 1 })
        .limited(limit)
}

/// The ids of courses that somebody owns, whatever their state.
pub(crate) fn owned_courses(owner: AccountId, after: Option<IdPosition>, limit: u32) -> Query {
    let mut filter = doc! { "owner": to_binary(owner), "deleted": false };
    go_on(&mut filter, after);
    newest(Query::find(QueryName::OwnedCourses, COURSES, filter).only(id_only()), limit)
}

pub(crate) fn mails_due(now: Timestamp, limit: u32) -> Query {
    let filter = doc! { "next_at": { "$lte": to_date(now) } };
    Query::find(QueryName::MailsDue, MAILS, filter)
        .sorted(doc! { "next_at": 1, "_id": 1 })
        .limited(limit)
}

pub(crate) fn attempts_by_keys(keys: &[AttemptKey]) -> Query {
    let ids: Vec<Bson> = keys.iter().map(|key| attempts_id(key).into()).collect();
    let filter = doc! { "_id": { "$in": ids } };
    Query::find(QueryName::AttemptsByKeys, SIGN_IN_ATTEMPTS, filter)
}

/// The ids of counts without a failure after `forgotten`.
pub(crate) fn forgotten_attempts(forgotten: Timestamp, limit: u32) -> Query {
    let filter = doc! { "last_failed_at": { "$lte": to_date(forgotten) } };
    Query::find(QueryName::ForgottenAttempts, SIGN_IN_ATTEMPTS, filter)
        .only(id_only())
        .sorted(doc! { "last_failed_at": 1 })
        .limited(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_exactly_the_texts_with_the_prefix() {
        for prefix in ["a", "ж", "ab\u{10ffff}", "\u{d7ff}", "a\u{10ffff}\u{10ffff}"] {
            let end = end_of(prefix).unwrap();
            assert!(format!("{prefix}\u{10ffff}\u{10ffff}").as_str() < end.as_str());
            assert!(!end.starts_with(prefix));
        }
        assert_eq!(end_of("az").unwrap(), "a{");
        assert_eq!(end_of("\u{d7ff}").unwrap(), "\u{e000}");
        assert_eq!(end_of("\u{10ffff}"), None);
    }
}
