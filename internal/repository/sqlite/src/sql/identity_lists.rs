//! Statements for lists of accounts and of the audit log, put together from the filters that are
//! set.

use std::borrow::Cow;

use courses_domain::identity::{AccountStatus, AuditAction};
use courses_domain::shared::Role;
use courses_port::identity::{AccountQuery, AuditQuery};
use rusqlite::types::Value;
use uuid::Uuid;

use super::{Question, Sql};
use crate::row::int;

/// The columns that an item of a list is read from; nothing that proves anybody.
const SUMMARY: &str =
    "a.id, a.version, a.email, a.email_verified_at, a.name, a.roles, a.status, a.created_at";

/// One page of accounts, with one item more than asked for.
pub(crate) fn accounts(query: &AccountQuery) -> Question {
    let mut builder = Builder::default();
    builder.conditions.push("a.status <> 'erased'".to_owned());
    let role = query.role.filter(|role| *role != Role::Student);
    let prefix = query.prefix.as_ref().filter(|prefix| !prefix.is_empty());
    let (with, from) = if let Some(prefix) = prefix {
        (
            builder.found(&prefix.to_lowercase()),
            "found CROSS JOIN accounts a ON a.number = found.number",
        )
    } else if role.is_some() {
        (String::new(), "accounts a INDEXED BY accounts_staff")
    } else if query.status == Some(AccountStatus::Blocked) {
        (String::new(), "accounts a INDEXED BY accounts_blocked")
    } else {
        (String::new(), "accounts a")
    };
    if let Some(status) = query.status {
        builder.conditions.push(format!("a.status = '{}'", status.word()));
    }
    if let Some(role) = role {
        builder.conditions.push("a.roles <> '[]'".to_owned());
        builder.conditions.push(format!("instr(a.roles, '\"{}\"') > 0", role.word()));
    }
    let after = query.after.map_or_else(|| vec![0xff; 17], |after| after.0.as_bytes().to_vec());
    builder.compare("a.id <", Value::Blob(after));
    builder.question(&with, SUMMARY, from, "a.id", query.limit)
}

/// One page of the audit log, with one item more than asked for. The `+` keeps the planner from
/// the index of a column that says less than another one that is asked for.
pub(crate) fn audit(query: &AuditQuery) -> Question {
    let mut builder = Builder::default();
    let id = |id: Uuid| Value::Blob(id.as_bytes().to_vec());
    if let Some(subject) = query.subject {
        builder.compare("a.subject =", id(subject.into()));
    }
    if let Some(actor) = query.actor {
        let column = if query.subject.is_some() { "+a.actor =" } else { "a.actor =" };
        builder.compare(column, id(actor.into()));
    }
    if let Some(action) = query.action.map(AuditAction::word) {
        let known = query.subject.or(query.actor).is_some();
        let column = if known { "+a.action =" } else { "a.action =" };
        builder.compare(column, Value::Text(action.to_owned()));
    }
    builder.compare("a.sequence <", Value::Integer(query.before.map_or(i64::MAX, int)));
    builder.question("", "a.*", "audit a", "a.sequence", query.limit)
}

#[derive(Default)]
struct Builder {
    conditions: Vec<String>,
    params: Vec<Value>,
}

impl Builder {
    fn bind(&mut self, value: Value) -> String {
        self.params.push(value);
        format!("?{}", self.params.len())
    }

    fn compare(&mut self, with: &str, value: Value) {
        let value = self.bind(value);
        self.conditions.push(format!("{with} {value}"));
    }

    /// Everybody whose address or name begins so: keys from `prefix` up to the last text that
    /// does.
    fn found(&mut self, prefix: &str) -> String {
        let first = self.bind(Value::Text(prefix.to_owned()));
        let last = self.bind(Value::Text(format!("{prefix}{}", char::MAX)));
        format!(
            "WITH found AS MATERIALIZED (
                SELECT number FROM accounts WHERE email_key >= {first} AND email_key < {last}
                UNION
                SELECT number FROM accounts WHERE name_key >= {first} AND name_key < {last}
            )"
        )
    }

    fn question(
        mut self,
        with: &str,
        columns: &str,
        from: &str,
        order: &str,
        limit: u32,
    ) -> Question {
        let limit = self.bind(Value::Integer(i64::from(limit) + 1));
        let conditions = self.conditions.join(" AND ");
        let sql = format!(
            "{with} SELECT {columns} FROM {from} WHERE {conditions} \
             ORDER BY {order} DESC LIMIT {limit}"
        );
        Question { sql: Sql(Cow::Owned(sql)), params: self.params }
    }
}

/// A question of each shape: every mixture of filters.
#[cfg(test)]
pub(super) fn every_question() -> impl Iterator<Item = (String, Question)> {
    use courses_testkit::build::Make;

    let mut make = Make::new(1);
    let (actor, subject) = (make.id(), make.id());
    (0_u32..1 << 3).flat_map(move |bits| {
        let set = move |bit: u32| bits & (1 << bit) != 0;
        let query = AuditQuery {
            actor: set(0).then_some(actor),
            subject: set(1).then_some(subject),
            action: set(2).then_some(AuditAction::AuditRead),
            before: None,
            limit: 10,
        };
        let lists = AccountStatus::ALL.map(Some).into_iter().chain([None]).map(move |status| {
            let query = AccountQuery {
                prefix: set(0).then(|| "a".to_owned()),
                status,
                role: set(1).then_some(if set(2) { Role::Admin } else { Role::Student }),
                after: None,
                limit: 10,
            };
            (format!("{query:?}"), accounts(&query))
        });
        lists.chain([(format!("{query:?}"), audit(&query))])
    })
}
