//! Who asks for the same thing at once is served by one look-up.

use futures::FutureExt as _;
use futures::future::join_all;

use crate::support::{SlowStore, cache, found, settle};

#[tokio::test]
async fn a_thousand_misses_of_one_key_cause_one_look_up() {
    let (cache, store) = (cache(), SlowStore::default());
    let asking: Vec<_> = (0..1000)
        .map(|number| {
            let (cache, store) = (cache.clone(), store.clone());
            tokio::spawn(async move { cache.get(&1, || store.ask(Ok(number))).await })
        })
        .collect();
    settle().await;
    assert_eq!(store.asked(), 1);
    store.answer();

    let answers = join_all(asking).await;
    let first = answers[0].as_ref().unwrap();
    assert!(first.is_ok());
    assert!(answers.iter().all(|answer| answer.as_ref().unwrap() == first));
    assert_eq!(store.asked(), 1);
    assert_eq!(cache.busy(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_misses_on_many_threads_cause_one_look_up() {
    for key in 0..20 {
        let (cache, store) = (cache(), SlowStore::default());
        let ready = std::sync::Arc::new(tokio::sync::Barrier::new(1000));
        let asking: Vec<_> = (0..1000)
            .map(|_| {
                let (cache, store, ready) = (cache.clone(), store.clone(), ready.clone());
                tokio::spawn(async move {
                    ready.wait().await;
                    cache.get(&key, || store.ask(Ok(7))).await
                })
            })
            .collect();
        // Who asks late finds the answer or the flight: either way nobody asks again.
        while asking.iter().any(|task| !task.is_finished()) {
            store.answer();
            tokio::task::yield_now().await;
        }
        for answer in join_all(asking).await {
            assert_eq!(answer.unwrap(), Ok(7));
        }
        assert_eq!(store.asked(), 1);
    }
}

#[tokio::test]
async fn other_keys_do_not_wait() {
    let (cache, store) = (cache(), SlowStore::default());
    let mut slow = Box::pin(cache.get(&1, || store.ask(Ok(1))));
    assert!(slow.as_mut().now_or_never().is_none());

    for key in 2..100 {
        assert_eq!(cache.get(&key, || found(key.into())).await, Ok(key.into()));
    }
    store.answer();
    assert_eq!(slow.await, Ok(1));
}

#[tokio::test]
async fn those_who_waited_are_told_the_failure_and_the_next_one_tries_again() {
    let (cache, store) = (cache(), SlowStore::default());
    let mut first = Box::pin(cache.get(&1, || store.ask(Err("away"))));
    let mut second = Box::pin(cache.get(&1, || store.ask(Ok(2))));
    assert!(first.as_mut().now_or_never().is_none());
    assert!(second.as_mut().now_or_never().is_none());
    store.answer();

    assert_eq!(first.await, Err("away"));
    assert_eq!(second.await, Err("away"));
    assert_eq!(store.asked(), 1);
    assert_eq!(cache.get(&1, || found(3)).await, Ok(3));
}

#[tokio::test]
async fn if_the_one_who_asks_goes_away_another_takes_over() {
    let (cache, store) = (cache(), SlowStore::default());
    let mut first = Box::pin(cache.get(&1, || store.ask(Ok(1))));
    let wait = |number| {
        Box::pin(cache.get(&1, {
            let store = &store;
            move || store.ask(Ok(number))
        }))
    };
    let mut others: Vec<_> = (2..10).map(wait).collect();
    assert!(first.as_mut().now_or_never().is_none());
    for other in &mut others {
        assert!(other.as_mut().now_or_never().is_none());
    }
    assert_eq!(store.asked(), 1);
    drop(first);

    let others = join_all(others);
    tokio::pin!(others);
    assert!(others.as_mut().now_or_never().is_none());
    assert_eq!(store.asked(), 2, "one of those who waited asks");
    store.answer();
    let answers = others.await;
    assert!(answers[0].is_ok());
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(store.asked(), 2);
}

#[tokio::test]
async fn if_the_one_who_asks_panics_another_takes_over() {
    let (cache, store) = (cache(), SlowStore::default());
    let first = tokio::spawn({
        let (cache, store) = (cache.clone(), store.clone());
        async move {
            let ask = async { panic!("{}", store.ask("the look-up is broken").await) };
            cache.get(&1, || ask).await
        }
    });
    settle().await;
    let second = tokio::spawn({
        let cache = cache.clone();
        async move { cache.get(&1, || found(2)).await }
    });
    settle().await;
    store.answer();

    assert!(first.await.unwrap_err().is_panic());
    assert_eq!(second.await.unwrap(), Ok(2));
    assert_eq!(cache.busy(), 0);
}

#[tokio::test]
async fn a_look_up_that_everybody_left_leaves_nothing_behind() {
    let (cache, store) = (cache(), SlowStore::default());
    let mut asking: Vec<_> =
        (0..10).map(|_| Box::pin(cache.get(&1, || store.ask(Ok(1))))).collect();
    for one in &mut asking {
        assert!(one.as_mut().now_or_never().is_none());
    }
    assert_eq!(cache.busy(), 1);
    drop(asking);

    assert_eq!(cache.busy(), 0);
    assert_eq!(cache.get(&1, || found(2)).await, Ok(2));
}
