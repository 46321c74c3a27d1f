//! A lease has one holder at a time, and its token rises when it changes hands.

use std::sync::Arc;

use courses_port::{Fence, Lease};
use futures::future::join_all;
use jiff::Timestamp;
use uuid::Uuid;

use super::Stores;
use crate::build::Make;

async fn acquire(
    stores: &Stores,
    name: &str,
    holder: Uuid,
    now: Timestamp,
    until: Timestamp,
) -> Option<Lease> {
    stores.leases.acquire(name, holder, now, until).await.expect("the store answers")
}

/// A lease for a case of another subject, given for a long time.
pub(super) async fn fence(stores: &Stores, make: &mut Make, name: &str) -> Fence {
    let (now, until) = (make.now(), make.at(100_000));
    acquire(stores, name, make.id(), now, until).await.expect("the lease is free").fence
}

/// Who comes first gets it, until the time asked for.
pub async fn a_free_lease_is_given(stores: &Stores) {
    let mut make = Make::new(801);
    let lease = acquire(stores, "collector", make.id(), make.now(), make.at(30)).await;
    let lease = lease.expect("it is free");
    assert_eq!(lease.fence.name, "collector");
    assert!(lease.fence.token >= 1);
    assert_eq!(lease.expires_at, make.at(30));
}

/// Nobody else gets it before it expires.
pub async fn a_held_lease_is_refused(stores: &Stores) {
    let mut make = Make::new(802);
    let (one, two) = (make.id(), make.id());
    acquire(stores, "job", one, make.now(), make.at(30)).await.expect("it is free");
    assert_eq!(acquire(stores, "job", two, make.now(), make.at(30)).await, None);
    assert_eq!(acquire(stores, "job", two, make.at(29), make.at(90)).await, None);
}

/// The holder gets more time and keeps the token.
pub async fn the_holder_prolongs_with_the_same_token(stores: &Stores) {
    let mut make = Make::new(803);
    let (one, two) = (make.id(), make.id());
    let first = acquire(stores, "job", one, make.now(), make.at(30)).await.expect("it is free");
    let longer = acquire(stores, "job", one, make.at(20), make.at(50)).await.expect("it is held");
    assert_eq!(longer.fence, first.fence);
    assert_eq!(longer.expires_at, make.at(50));
    assert_eq!(acquire(stores, "job", two, make.at(40), make.at(70)).await, None);
}

/// After its time anybody gets it, and the old holder does not.
pub async fn an_expired_lease_is_taken_over_with_a_greater_token(stores: &Stores) {
    let mut make = Make::new(804);
    let (one, two) = (make.id(), make.id());
    let first = acquire(stores, "job", one, make.now(), make.at(30)).await.expect("it is free");
    let second = acquire(stores, "job", two, make.at(30), make.at(60)).await.expect("it expired");
    assert!(second.fence.token > first.fence.token);
    assert_eq!(acquire(stores, "job", one, make.at(31), make.at(90)).await, None);
    let third = acquire(stores, "job", one, make.at(61), make.at(90)).await.expect("it expired");
    assert!(third.fence.token > second.fence.token);
}

/// A lease that is given back is free at once, and its token still rises.
pub async fn a_released_lease_is_free(stores: &Stores) {
    let mut make = Make::new(805);
    let (one, two) = (make.id(), make.id());
    let first = acquire(stores, "job", one, make.now(), make.at(30)).await.expect("it is free");
    stores.leases.release("job", one).await.expect("the store answers");
    let second = acquire(stores, "job", two, make.now(), make.at(30)).await.expect("it is free");
    assert!(second.fence.token > first.fence.token);
}

/// Giving back what one does not hold does nothing.
pub async fn only_the_holder_releases(stores: &Stores) {
    let mut make = Make::new(806);
    let (one, two) = (make.id(), make.id());
    acquire(stores, "job", one, make.now(), make.at(30)).await.expect("it is free");
    stores.leases.release("job", two).await.expect("the store answers");
    stores.leases.release("never given", two).await.expect("the store answers");
    assert_eq!(acquire(stores, "job", two, make.now(), make.at(30)).await, None);
}

/// Each name is a lease of its own.
pub async fn leases_with_other_names_are_independent(stores: &Stores) {
    let mut make = Make::new(807);
    for name in ["one", "two", "задание"] {
        let lease = acquire(stores, name, make.id(), make.now(), make.at(30)).await;
        assert_eq!(lease.expect("it is free").fence.name, name);
    }
}

/// Twenty ask at once, for a new lease and for an expired one.
pub async fn of_many_who_want_it_one_gets_it(stores: &Stores) {
    let mut make = Make::new(808);
    let mut token = 0;
    for round in 0..3 {
        let (now, until) = (make.at(round * 100), make.at(round * 100 + 30));
        let tasks: Vec<_> = (0..20)
            .map(|_| {
                let (leases, holder) = (Arc::clone(&stores.leases), make.id());
                tokio::spawn(async move { leases.acquire("job", holder, now, until).await })
            })
            .collect();
        let given: Vec<Lease> = join_all(tasks)
            .await
            .into_iter()
            .filter_map(|done| done.expect("no task panics").expect("the store answers"))
            .collect();
        assert_eq!(given.len(), 1);
        assert!(given[0].fence.token > token);
        token = given[0].fence.token;
    }
}
