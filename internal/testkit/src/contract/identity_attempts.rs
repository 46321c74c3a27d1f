//! Failed sign-ins are counted, wherever they happen, for a day.

use std::sync::Arc;

use courses_domain::identity::{AttemptKey, AttemptKind, Attempts};
use futures::future::join_all;
use jiff::Timestamp;

use super::Stores;
use crate::build::Make;

/// Seconds of a day.
const DAY: i64 = 86_400;

async fn find(stores: &Stores, key: AttemptKey, now: Timestamp) -> Attempts {
    let found = stores.attempts.find_attempts(&[key], now).await.expect("the store answers");
    assert_eq!(found.len(), 1);
    found[0]
}

async fn failures(stores: &Stores, key: AttemptKey, now: Timestamp) -> u32 {
    find(stores, key, now).await.failures
}

async fn fail(stores: &Stores, keys: &[AttemptKey], now: Timestamp) {
    stores.attempts.count_failure(keys, now).await.expect("the store answers");
}

fn key(make: &mut Make, kind: AttemptKind) -> AttemptKey {
    AttemptKey { kind, hash: make.token_hash() }
}

/// Unknown keys have no failures and block nobody.
pub async fn who_never_failed_has_no_failures(stores: &Stores) {
    let mut make = Make::new(2301);
    for kind in [AttemptKind::Email, AttemptKind::Address] {
        let found = find(stores, key(&mut make, kind), make.now()).await;
        assert_eq!((found.failures, found.blocked_until(kind)), (0, None));
    }
    assert_eq!(stores.attempts.find_attempts(&[], make.now()).await.expect("answers"), []);
    fail(stores, &[], make.now()).await;
}

/// The answer follows the order of the question; an address is no e-mail.
pub async fn failures_are_counted_by_kind_and_key(stores: &Stores) {
    let mut make = Make::new(2302);
    let (one, two) = (key(&mut make, AttemptKind::Email), key(&mut make, AttemptKind::Email));
    let twin = AttemptKey { kind: AttemptKind::Address, hash: one.hash };
    fail(stores, &[one, two], make.now()).await;
    fail(stores, &[one], make.at(1)).await;
    fail(stores, &[twin, one], make.at(2)).await;
    let unknown = key(&mut make, AttemptKind::Address);
    let asked = [two, unknown, one, twin];
    let found = stores.attempts.find_attempts(&asked, make.at(2)).await.expect("answers");
    assert_eq!(found.iter().map(|it| it.failures).collect::<Vec<_>>(), [1, 0, 3, 1]);
    assert_eq!(found[0], Attempts { failures: 1, last_failed_at: make.now() });
    assert_eq!(found[2], Attempts { failures: 3, last_failed_at: make.at(2) });

    fail(stores, &[one], make.at(-5)).await;
    let last = find(stores, one, make.at(2)).await;
    assert_eq!(last, Attempts { failures: 4, last_failed_at: make.at(2) }, "time stands still");
}

/// A hundred at once on the same keys.
pub async fn failures_at_once_are_all_counted(stores: &Stores) {
    let mut make = Make::new(2303);
    let (email, address) =
        (key(&mut make, AttemptKind::Email), key(&mut make, AttemptKind::Address));
    let tasks = (0..100).map(|number| {
        let (attempts, now) = (Arc::clone(&stores.attempts), make.now());
        let keys = if number % 2 == 0 { vec![email, address] } else { vec![address, email] };
        tokio::spawn(async move { attempts.count_failure(&keys, now).await })
    });
    for done in join_all(tasks).await {
        done.expect("no task panics").expect("the store answers");
    }
    assert_eq!(failures(stores, email, make.now()).await, 100);
    assert_eq!(failures(stores, address, make.now()).await, 100);
}

/// A day after the last failure the count is nothing, and the next failure is the first.
pub async fn failures_are_forgotten_after_a_day(stores: &Stores) {
    let mut make = Make::new(2304);
    let key = key(&mut make, AttemptKind::Email);
    fail(stores, &[key], make.at(-100)).await;
    fail(stores, &[key], make.now()).await;
    let last = make.at(DAY) - jiff::SignedDuration::from_millis(1);
    assert_eq!(failures(stores, key, last).await, 2);
    assert_eq!(failures(stores, key, make.at(DAY)).await, 0);
    fail(stores, &[key], make.at(DAY)).await;
    let found = find(stores, key, make.at(DAY)).await;
    assert_eq!(found, Attempts { failures: 1, last_failed_at: make.at(DAY) });
}

/// Of one key, and of no other.
pub async fn forgetting_begins_anew(stores: &Stores) {
    let mut make = Make::new(2305);
    let (one, two) = (key(&mut make, AttemptKind::Email), key(&mut make, AttemptKind::Email));
    for _ in 0..3 {
        fail(stores, &[one, two], make.now()).await;
    }
    stores.attempts.forget_failures(&one).await.expect("answers");
    stores.attempts.forget_failures(&one).await.expect("nothing to forget is no failure");
    assert_eq!(failures(stores, one, make.now()).await, 0);
    assert_eq!(failures(stores, two, make.now()).await, 3);
    fail(stores, &[one], make.now()).await;
    assert_eq!(failures(stores, one, make.now()).await, 1);
}

/// As many as asked for, until none is left that is a day old.
pub async fn only_forgotten_counts_are_purged(stores: &Stores) {
    let mut make = Make::new(2306);
    let fresh = key(&mut make, AttemptKind::Email);
    let old: Vec<_> = (0..5).map(|_| key(&mut make, AttemptKind::Address)).collect();
    fail(stores, &old, make.now()).await;
    fail(stores, &[fresh], make.at(1)).await;
    let purge = async |now| stores.attempts.purge_attempts(now, 2).await.expect("answers");
    assert_eq!(purge(make.at(DAY - 1)).await, 0);
    let mut purged = Vec::new();
    for _ in 0..4 {
        purged.push(purge(make.at(DAY)).await);
    }
    assert_eq!(purged, [2, 2, 1, 0]);
    assert_eq!(failures(stores, fresh, make.at(DAY)).await, 1);
}
