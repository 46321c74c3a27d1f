//! While a key is written everybody asks the store.

use futures::FutureExt as _;

use crate::support::{SlowStore, cache, found};

#[tokio::test]
async fn a_held_key_is_looked_up_each_time_until_the_last_hold_ends() {
    let cache = cache();
    cache.get(&1, || found(1)).await.unwrap();
    let (first, second) = (cache.hold([1, 2]), cache.hold([1]));

    assert_eq!(cache.get(&1, || found(2)).await, Ok(2));
    assert_eq!(cache.get(&1, || found(3)).await, Ok(3));
    drop(first);
    assert_eq!(cache.get(&1, || found(4)).await, Ok(4));
    assert_eq!(cache.get(&2, || found(4)).await, Ok(4));
    assert_eq!(cache.get(&2, || found(5)).await, Ok(4), "nobody holds it any more");
    drop(second);
    assert_eq!(cache.get(&1, || found(5)).await, Ok(5));
    assert_eq!(cache.get(&1, || found(6)).await, Ok(5));
    assert_eq!(cache.busy(), 0);
}

#[tokio::test]
async fn nobody_waits_for_somebody_who_may_have_asked_before_the_write() {
    let (cache, store) = (cache(), SlowStore::default());
    let hold = cache.hold([1]);
    let mut early = Box::pin(cache.get(&1, || store.ask(Ok(1))));
    assert!(early.as_mut().now_or_never().is_none());

    assert_eq!(cache.get(&1, || found(2)).await, Ok(2));
    drop(hold);
    assert_eq!(cache.get(&1, || found(2)).await, Ok(2));
    store.answer();
    assert_eq!(early.await, Ok(1));
    assert_eq!(cache.get(&1, || found(3)).await, Ok(2), "the late answer replaces nothing");
}
