//! What was done, as administrators and accounts see it.

use bson::{Document, doc};
use courses_domain::AggregateKind;
use courses_domain::shared::AccountId;
use courses_port::identity::AuditQuery;

use super::{Query, QueryName};
use crate::convert::{to_binary, to_long};
use crate::schema::{ACCOUNTS, AUDIT, EVENTS};

/// One more line than the limit, newest first.
pub(crate) fn audit_list(query: &AuditQuery) -> Query {
    let mut filter = Document::new();
    if let Some(actor) = query.actor {
        filter.insert("actor", to_binary(actor));
    }
    if let Some(subject) = query.subject {
        filter.insert("subject", to_binary(subject));
    }
    if let Some(action) = query.action {
        filter.insert("action", action.word());
    }
    if let Some(before) = query.before {
        filter.insert("_id", doc! { "$lt": to_long(before) });
    }
    Query::find(QueryName::AuditList, AUDIT, filter)
        .sorted(doc! { "_id": -1 })
        .limited(i64::from(query.limit) + 1)
}

pub(crate) fn audit_after(after: u64, limit: u32) -> Query {
    let filter = doc! { "_id": { "$gt": to_long(after) } };
    Query::find(QueryName::AuditAfter, AUDIT, filter).sorted(doc! { "_id": 1 }).limited(limit)
}

/// Events of an account in the log, newest first, one more than the limit.
pub(crate) fn logged_account_events(account: AccountId, before: Option<u64>, limit: u32) -> Query {
    let mut filter = doc! {
        "aggregate_id": to_binary(account),
        "aggregate_kind": AggregateKind::Account.word(),
    };
    if let Some(before) = before {
        filter.insert("sequence", doc! { "$lt": to_long(before) });
    }
    Query::find(QueryName::LoggedAccountEvents, EVENTS, filter)
        .only(doc! { "type": 1, "sequence": 1, "time": 1 })
        .sorted(doc! { "sequence": -1 })
        .limited(i64::from(limit) + 1)
}

/// The outbox of an account.
pub(crate) fn waiting_account_events(account: AccountId) -> Query {
    let filter = doc! { "_id": to_binary(account) };
    let fields = doc! {
        "outbox.id": 1, "outbox.type": 1, "outbox.sequence": 1, "outbox.time": 1,
    };
    Query::find(QueryName::WaitingAccountEvents, ACCOUNTS, filter).only(fields).limited(1)
}
