//! Metrics learn where each answer came from and how long it took.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt as _;
use xcache::{Answered, Builder, Outcome};

use crate::support::{Numbers, SlowStore, found};

#[tokio::test(start_paused = true)]
async fn each_answer_is_told_with_its_outcome_and_its_times() {
    let told: Arc<Mutex<Vec<Answered>>> = Arc::default();
    let note = {
        let told = told.clone();
        move |answered: &Answered| told.lock().unwrap().push(*answered)
    };
    let builder = Builder::new(1 << 20, Duration::from_mins(1)).observed_by(note);
    let (cache, store): (Numbers, _) = (builder.build(), SlowStore::default());
    let told = || std::mem::take(&mut *told.lock().unwrap());
    let second = Duration::from_secs(1);
    let answered = |outcome, took, store_took| Answered { outcome, took, store_took };

    let mut first = Box::pin(cache.get(&1, || store.ask(Ok(1))));
    assert!(first.as_mut().now_or_never().is_none());
    tokio::time::advance(second).await;
    let mut waiting = Box::pin(cache.get(&1, || store.ask(Ok(2))));
    assert!(waiting.as_mut().now_or_never().is_none());
    tokio::time::advance(second).await;
    store.answer();
    first.await.unwrap();
    waiting.await.unwrap();
    let miss = answered(Outcome::Miss, 2 * second, Some(2 * second));
    assert_eq!(told(), [miss, answered(Outcome::Shared, second, None)]);

    cache.get(&1, || found(3)).await.unwrap();
    assert_eq!(told(), [answered(Outcome::Hit, Duration::ZERO, None)]);

    cache.get(&2, || async { Err("away") }).await.unwrap_err();
    assert_eq!(told(), [answered(Outcome::Error, Duration::ZERO, Some(Duration::ZERO))]);

    let _hold = cache.hold([1]);
    cache.get(&1, || found(4)).await.unwrap();
    assert_eq!(told(), [answered(Outcome::Miss, Duration::ZERO, Some(Duration::ZERO))]);
}

#[test]
fn outcomes_have_words_of_their_own() {
    let mut words = Outcome::ALL.map(Outcome::word);
    words.sort_unstable();
    assert_eq!(words, ["error", "hit", "miss", "shared"]);
    assert!(format!("{:?}", Builder::<u32, u32>::new(1, Duration::ZERO)).contains("ttl"));
}
