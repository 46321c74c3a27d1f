//! The questions about people, for the tests that explain every query.

use courses_domain::identity::{AccountStatus, AttemptKey, AuditAction, EmailKey};
use courses_domain::shared::Role;
use courses_port::catalogue::IdPosition;
use courses_port::identity::{AccountQuery, AuditQuery};
use courses_testkit::build::Make;

use super::Query;
use crate::query;
use crate::schema::AUDIT_HEAD;

/// A sample of each question, from the start and from a position.
pub(super) fn samples(make: &mut Make) -> Vec<Query> {
    let (account, now) = (make.id(), make.now());
    let after = Some(IdPosition(make.id()));
    let email = EmailKey::parse("ada@example.org").unwrap();
    let keys = [AttemptKey::email(&email), AttemptKey::address([127, 0, 0, 1].into())];
    let mut all = vec![
        query::account_by_id(account),
        query::account_by_email(&email),
        query::session_by_id(make.id()),
        query::session_list(account, now, after, 20),
        query::sessions_to_end(account, now),
        query::sessions_over(now, 100),
        query::api_key_by_id(make.id()),
        query::api_key_list(account, after, 20),
        query::revocations_since(now, now, 100),
        query::expired_revocations(now, 100),
        query::audit_after(7, 100),
        query::counter(AUDIT_HEAD),
        query::logged_account_events(account, Some(7), 20),
        query::waiting_account_events(account),
        query::owned_courses(account, after, 20),
        query::mails_due(now, 100),
        query::attempts_by_keys(&keys),
        query::forgotten_attempts(now, 100),
    ];
    all.extend(usual_lists(make));
    let with_prefix = AccountQuery { prefix: Some("Ad".to_owned()), ..everybody() };
    let only_admins = AccountQuery { role: Some(Role::Admin), ..with_prefix.clone() };
    for asked in [with_prefix, only_admins] {
        all.push(query::account_list(&AccountQuery { after, ..asked.clone() }));
        all.push(query::account_list(&AccountQuery {
            status: Some(AccountStatus::Blocked),
            ..asked.clone()
        }));
        all.push(query::account_list(&asked));
    }
    let (actor, subject) = (Some(make.id()), Some(make.id()));
    let action = Some(AuditAction::AccountRead);
    let before = Some(7);
    all.push(query::audit_list(&AuditQuery { actor, subject, action, before, limit: 20 }));
    all
}

/// Lists that are answered in their order, so that a page costs as much as it holds.
pub(super) fn usual_lists(make: &mut Make) -> Vec<Query> {
    let (account, now) = (make.id(), make.now());
    let every = AuditQuery { limit: 20, ..AuditQuery::default() };
    let blocked = Some(AccountStatus::Blocked);
    vec![
        query::account_list(&everybody()),
        query::account_list(&AccountQuery { status: blocked, ..everybody() }),
        query::account_list(&AccountQuery { role: Some(Role::Admin), ..everybody() }),
        query::session_list(account, now, None, 20),
        query::sessions_to_end(account, now),
        query::api_key_list(account, None, 20),
        query::revocations_since(now, now, 100),
        query::audit_list(&every),
        query::audit_list(&AuditQuery { actor: Some(account), ..every.clone() }),
        query::audit_list(&AuditQuery { subject: Some(account), ..every.clone() }),
        query::audit_list(&AuditQuery { action: Some(AuditAction::AuditRead), ..every }),
        query::logged_account_events(account, None, 20),
        query::owned_courses(account, None, 20),
        query::mails_due(now, 100),
    ]
}

fn everybody() -> AccountQuery {
    AccountQuery { prefix: None, status: None, role: None, after: None, limit: 20 }
}

#[test]
fn nothing_about_people_is_read_from_a_secondary() {
    let stale: Vec<Query> =
        samples(&mut Make::new(1)).into_iter().filter(Query::may_be_secondary).collect();
    assert!(stale.is_empty(), "{stale:?}");
}
