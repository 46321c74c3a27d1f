//! The audit log is one whole chain, whoever appends to it at once.

use courses_domain::identity::{AuditAction, AuditEntry, AuditHead, AuditRecord};
use courses_port::ChangeSet;
use courses_port::identity::AuditQuery;

use super::identity_accounts::find;
use super::races::all_at_once;
use super::{Stores, refused};
use crate::build::{Make, Save, changed};

/// The whole log; it must be one chain up to the head, each sequence once.
async fn whole_chain(stores: &Stores) -> Vec<AuditRecord> {
    let (mut all, mut head) = (Vec::new(), AuditHead::START);
    loop {
        let part = stores.identity.audit_after(head.sequence, 7).await;
        let part = part.expect("the store answers");
        if part.is_empty() {
            break;
        }
        assert!(part.len() <= 7);
        for record in part {
            record.follows(&head).expect("each line follows the one before");
            assert_eq!(record.sequence, head.sequence + 1);
            head = record.head();
            all.push(record);
        }
    }
    assert_eq!(stores.identity.audit_head().await.expect("answers"), head);
    all
}

async fn list(stores: &Stores, query: &AuditQuery) -> Vec<AuditRecord> {
    let (mut query, mut seen) = (query.clone(), Vec::new());
    loop {
        let page = stores.identity.list_audit(&query).await.expect("the store answers");
        assert!(page.items.len() <= query.limit as usize);
        seen.extend(page.items);
        query.before = page.next;
        if query.before.is_none() {
            return seen;
        }
    }
}

fn query(limit: u32) -> AuditQuery {
    AuditQuery { limit, ..AuditQuery::default() }
}

/// Before the first line there is the head that it will follow.
pub async fn an_empty_log_has_the_first_head(stores: &Stores) {
    assert_eq!(stores.identity.audit_head().await.expect("answers"), AuditHead::START);
    assert_eq!(stores.identity.audit_after(0, 10).await.expect("answers"), []);
    assert_eq!(list(stores, &query(10)).await, []);
}

/// Every field of a line, for each action, alone and several in a set, in their order.
pub async fn every_field_comes_back_chained(stores: &Stores) {
    let mut make = Make::new(2001);
    let mut entries: Vec<AuditEntry> = Vec::new();
    for action in AuditAction::ALL {
        let pair = [make.audit_entry(action), make.rich_audit_entry(action)];
        entries.extend(pair.clone());
        stores.put_all(&make, pair.map(Save::save)).await;
        let one = make.rich_audit_entry(action);
        entries.push(one.clone());
        stores.put(&make, one).await;
    }
    let mut head = AuditHead::START;
    let mut expected = Vec::new();
    for entry in entries {
        let record = AuditRecord::chain(&head, entry);
        head = record.head();
        expected.push(record);
    }
    assert_eq!(whole_chain(stores).await, expected);
    assert_eq!(stores.identity.audit_after(head.sequence, 10).await.expect("answers"), []);
}

/// The line and what it tells of become true together.
pub async fn a_line_and_an_aggregate_are_one_set(stores: &Stores) {
    let mut make = Make::new(2002);
    let account = make.account();
    let entry = make.rich_audit_entry(AuditAction::RoleGranted);
    stores.put_all(&make, [entry.clone().save(), account.clone().save()]).await;
    let records = whole_chain(stores).await;
    assert_eq!(records.len(), 1);
    assert_eq!(records[0].entry, entry);
    assert_eq!(find(stores, &account).await, Some(account));
}

/// What did not happen is not told, wherever in the set the line stands.
pub async fn a_refused_set_appends_nothing(stores: &Stores) {
    let mut make = Make::new(2003);
    let first = make.account();
    let entry = make.rich_audit_entry(AuditAction::AccountBlocked);
    stores.put_all(&make, [first.clone().save(), entry.save()]).await;
    let before = whole_chain(stores).await;
    for _ in 0..3 {
        let twin =
            courses_domain::identity::AccountState { email: first.email.clone(), ..make.account() };
        let stale = changed(&changed(&first, |_| ()), |_| ());
        let (one, two) = (
            make.rich_audit_entry(AuditAction::RoleGranted).save(),
            make.rich_audit_entry(AuditAction::RoleRevoked).save(),
        );
        refused(stores.save_all(&make, [one.clone(), twin.save()]).await);
        refused(stores.save_all(&make, [stale.save(), two, one]).await);
    }
    assert_eq!(whole_chain(stores).await, before);
    let last = make.rich_audit_entry(AuditAction::AuditRead);
    stores.put(&make, last).await;
    assert_eq!(whole_chain(stores).await.len(), before.len() + 1);
}

/// Sixty sets at once: lines alone, several lines, lines with an account, and sets that lose.
pub async fn lines_appended_at_once_make_one_whole_chain(stores: &Stores) {
    let mut make = Make::new(2004);
    let contested = make.account();
    stores.put(&make, contested.clone()).await;
    let mut sets = Vec::new();
    let mut expected = Vec::new();
    for number in 0..60_u64 {
        let entry = make.rich_audit_entry(AuditAction::AccountRead);
        let mut set = ChangeSet::new(make.now()).with(entry.clone().save());
        let mut entries = vec![entry];
        match number % 4 {
            0 => {}
            1 => {
                let more = make.rich_audit_entry(AuditAction::AccountsListed);
                entries.push(more.clone());
                set = set.with(more.save());
            }
            2 => set = set.with(make.account().save()),
            _ => set = set.with(changed(&contested, |it| it.version += number).save()),
        }
        sets.push(set);
        expected.push(entries);
    }
    let results = all_at_once(stores, sets).await;
    let mut appended: Vec<AuditEntry> = Vec::new();
    for (result, entries) in results.into_iter().zip(expected) {
        if result.is_ok() {
            appended.extend(entries);
        } else {
            refused(result);
        }
    }
    assert_eq!(appended.len(), 15 + 30 + 15 + 1);
    let mut found: Vec<AuditEntry> =
        whole_chain(stores).await.into_iter().map(|it| it.entry).collect();
    found.sort_by_key(|it| it.time);
    appended.sort_by_key(|it| it.time);
    assert_eq!(found, appended);
}

/// Each filter alone and all of them together.
pub async fn each_filter_selects(stores: &Stores) {
    let mut make = Make::new(2005);
    let people = [make.id(), make.id(), make.id()];
    let actions = [AuditAction::RoleGranted, AuditAction::AccountRead, AuditAction::AdminCreated];
    for _ in 0..80 {
        let action = make.random.pick(&actions);
        let (actor, subject) = (make.random.maybe(&people), make.random.maybe(&people));
        let entry = AuditEntry { actor, subject, ..make.audit_entry(action) };
        stores.put(&make, entry).await;
    }
    let all = whole_chain(stores).await;
    for actor in [None, Some(people[0]), Some(people[1])] {
        for subject in [None, Some(people[0]), Some(people[2])] {
            for action in [None, Some(actions[0]), Some(actions[1])] {
                let mut meant = all.clone();
                meant.reverse();
                meant.retain(|it| {
                    actor.is_none_or(|actor| it.entry.actor == Some(actor))
                        && subject.is_none_or(|subject| it.entry.subject == Some(subject))
                        && action.is_none_or(|action| it.entry.action == action)
                });
                let query = AuditQuery { actor, subject, action, before: None, limit: 3 };
                assert_eq!(list(stores, &query).await, meant, "{query:?}");
            }
        }
    }
    let nobody = AuditQuery { actor: Some(make.id()), ..query(3) };
    assert_eq!(list(stores, &nobody).await, []);
}

/// Lines that are appended during a walk are not seen, and every other one once.
pub async fn lines_are_listed_newest_first_in_pages(stores: &Stores) {
    let mut make = Make::new(2006);
    for _ in 0..10 {
        let entry = make.rich_audit_entry(AuditAction::AuditRead);
        stores.put(&make, entry).await;
    }
    let mut expected = whole_chain(stores).await;
    expected.reverse();
    let (mut query, mut seen) = (query(3), Vec::new());
    loop {
        let page = stores.identity.list_audit(&query).await.expect("the store answers");
        seen.extend(page.items);
        query.before = page.next;
        if query.before.is_none() {
            break;
        }
        let entry = make.rich_audit_entry(AuditAction::AuditRead);
        stores.put(&make, entry).await;
    }
    assert_eq!(seen, expected);
}
