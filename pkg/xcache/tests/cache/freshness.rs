//! Nobody sees what is older than their own write, or too old.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::join_all;
use xcache::{Builder, Cache};

use crate::support::{Numbers, SlowStore, cache, found};

#[tokio::test]
async fn what_is_remembered_is_not_looked_up_again() {
    let cache = cache();
    assert_eq!(cache.get(&1, || found(1)).await, Ok(1));
    assert_eq!(cache.get(&1, || found(2)).await, Ok(1));
}

#[tokio::test]
async fn what_was_forgotten_is_looked_up_again() {
    let cache = cache();
    for key in [1, 2] {
        cache.get(&key, || found(1)).await.unwrap();
    }
    cache.invalidate(&1);
    assert_eq!(cache.get(&1, || found(2)).await, Ok(2));
    assert_eq!(cache.get(&2, || found(2)).await, Ok(1));

    cache.invalidate_all();
    assert_eq!(cache.get(&1, || found(3)).await, Ok(3));
    assert_eq!(cache.get(&2, || found(3)).await, Ok(3));
    assert_eq!(cache.get(&1, || found(4)).await, Ok(3), "remembering goes on");
}

#[tokio::test]
async fn a_look_up_that_began_before_the_write_is_not_remembered_after_it() {
    let forget: [fn(&Numbers); 3] =
        [|cache| cache.invalidate(&1), Cache::invalidate_all, |cache| drop(cache.hold([1]))];
    for forget in forget {
        let (cache, store) = (cache(), SlowStore::default());
        let mut early = Box::pin(cache.get(&1, || store.ask(Ok(1))));
        assert!(early.as_mut().now_or_never().is_none());

        forget(&cache);
        store.answer();
        assert_eq!(early.await, Ok(1), "it asked before the write");
        assert_eq!(cache.get(&1, || found(2)).await, Ok(2));
        assert_eq!(cache.get(&1, || found(3)).await, Ok(2));
    }
}

#[tokio::test]
async fn who_asks_after_the_write_does_not_join_a_look_up_from_before_it() {
    let (cache, store) = (cache(), SlowStore::default());
    let mut early = Box::pin(cache.get(&1, || store.ask(Ok(1))));
    assert!(early.as_mut().now_or_never().is_none());
    cache.invalidate(&1);

    assert_eq!(cache.get(&1, || found(2)).await, Ok(2));
    store.answer();
    assert_eq!(early.await, Ok(1));
    assert_eq!(cache.get(&1, || found(3)).await, Ok(2), "the late answer replaces nothing");
}

/// Every task writes and reads its own write, while others ask, forget and give up.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_never_sees_a_value_older_than_its_own_write() {
    const KEYS: u32 = 4;
    let cache = cache();
    let store: Arc<[AtomicU64; KEYS as usize]> = Arc::default();
    let tasks = (0..16_u64).map(|seed| {
        let (cache, store) = (cache.clone(), store.clone());
        tokio::spawn(async move {
            for round in 0..2000_u64 {
                let mixed = (seed << 32 | round).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                let key = u32::try_from(mixed >> 40).unwrap() % KEYS;
                let cell = &store[key as usize];
                let look_up = async || {
                    tokio::task::yield_now().await;
                    let value = cell.load(Ordering::SeqCst);
                    tokio::task::yield_now().await;
                    Ok(value)
                };
                match mixed >> 24 & 7 {
                    0 => drop(cache.get(&key, look_up).now_or_never()),
                    1..=3 => drop(cache.get(&key, look_up).await),
                    kind => {
                        let hold = (kind > 5).then(|| cache.hold([key]));
                        tokio::task::yield_now().await;
                        let written = cell.fetch_add(1, Ordering::SeqCst) + 1;
                        match kind {
                            4 => cache.invalidate(&key),
                            5 => cache.invalidate_all(),
                            _ => drop(hold),
                        }
                        let seen = cache.get(&key, look_up).await.unwrap();
                        assert!(seen >= written, "{seen} is older than {written}");
                    }
                }
            }
        })
    });
    for task in join_all(tasks).await {
        task.unwrap();
    }
    assert_eq!(cache.busy(), 0);
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_remembered_for_its_time_counted_from_the_question() {
    let (cache, store) = (cache(), SlowStore::default());
    let mut slow = Box::pin(cache.get(&1, || store.ask(Ok(1))));
    assert!(slow.as_mut().now_or_never().is_none());
    tokio::time::advance(Duration::from_secs(20)).await;
    store.answer();
    assert_eq!(slow.await, Ok(1));

    tokio::time::advance(Duration::from_secs(39)).await;
    assert_eq!(cache.get(&1, || found(2)).await, Ok(1));
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(cache.get(&1, || found(2)).await, Ok(2));
}

#[tokio::test]
async fn a_cache_without_room_or_time_remembers_nothing_and_still_asks_once() {
    for (room, time) in [(0, Duration::from_mins(1)), (1 << 20, Duration::ZERO)] {
        let cache: Numbers = Builder::new(room, time).build();
        let store = SlowStore::default();
        let mut first = Box::pin(cache.get(&1, || store.ask(Ok(1))));
        let mut second = Box::pin(cache.get(&1, || store.ask(Ok(2))));
        assert!(first.as_mut().now_or_never().is_none());
        assert!(second.as_mut().now_or_never().is_none());
        store.answer();

        assert_eq!((first.await, second.await), (Ok(1), Ok(1)));
        assert_eq!(cache.get(&1, || found(3)).await, Ok(3));
    }
}
