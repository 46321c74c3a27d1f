use std::sync::Mutex;
use std::time::Duration;

use futures::future::join_all;
use xcache::Answered;

use super::*;

type Thing = (u32, &'static str);

/// A store that writes down what it is asked.
#[derive(Default)]
struct Asked(Mutex<Vec<Vec<u32>>>);

impl Asked {
    /// Has things with even keys.
    async fn find(&self, mut keys: Vec<u32>) -> Result<Vec<Thing>, StoreError> {
        tokio::task::yield_now().await;
        keys.sort_unstable();
        let found = keys.iter().filter(|key| *key % 2 == 0).map(|key| (*key, "thing")).collect();
        self.0.lock().unwrap().push(keys);
        Ok(found)
    }

    fn questions(&self) -> Vec<Vec<u32>> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

fn things(options: &Options) -> Remembered<u32, Thing> {
    Remembered::new("things", options.room, options, |thing| thing.0, |thing| thing.1.len())
}

fn roomy() -> Options {
    Options { room: 1 << 20, ttl: Duration::from_secs(1), observer: None }
}

async fn keys(things: &Remembered<u32, Thing>, store: &Asked, keys: &[u32]) -> Vec<u32> {
    let found = things.find(keys, |keys| store.find(keys)).await.unwrap();
    let mut found: Vec<u32> = found.into_iter().map(|thing| thing.0).collect();
    found.sort_unstable();
    found
}

#[tokio::test]
async fn what_is_missing_of_several_is_one_question_however_many_there_are() {
    let (things, store) = (things(&roomy()), Asked::default());
    assert_eq!(keys(&things, &store, &[]).await, [0; 0]);
    assert_eq!(keys(&things, &store, &[4, 2, 4]).await, [2, 4]);
    assert_eq!(store.questions(), [[2, 4]]);

    let even: Vec<u32> = (0..500).map(|number| 2 * number).collect();
    assert_eq!(keys(&things, &store, &even).await, even);
    let missing: Vec<u32> = even.iter().copied().filter(|key| ![2, 4].contains(key)).collect();
    assert_eq!(store.questions(), [missing]);
    assert_eq!(keys(&things, &store, &even).await, even);
    assert!(store.questions().is_empty());
}

#[tokio::test]
async fn a_thousand_who_ask_at_once_cause_one_question() {
    let (things, store) = (things(&roomy()), Asked::default());
    let answers = join_all((0..1000).map(|_| keys(&things, &store, &[2, 4]))).await;
    assert!(answers.iter().all(|answer| answer == &[2, 4]));
    assert_eq!(store.questions(), [[2, 4]]);
}

#[tokio::test]
async fn what_does_not_exist_is_asked_for_each_time() {
    let (things, store) = (things(&roomy()), Asked::default());
    for _ in 0..2 {
        assert_eq!(keys(&things, &store, &[1, 2]).await, [2]);
    }
    assert_eq!(store.questions(), [vec![1, 2], vec![1]]);
}

#[tokio::test(start_paused = true)]
async fn what_another_process_changes_is_seen_after_the_time_to_live() {
    let (things, store) = (things(&roomy()), Asked::default());
    keys(&things, &store, &[2]).await;
    tokio::time::advance(Duration::from_millis(999)).await;
    keys(&things, &store, &[2]).await;
    assert_eq!(store.questions(), [[2]]);
    tokio::time::advance(Duration::from_millis(1)).await;
    keys(&things, &store, &[2]).await;
    assert_eq!(store.questions(), [[2]]);
}

#[tokio::test]
async fn who_takes_over_from_somebody_who_gave_up_gets_an_answer() {
    let (things, store) = (things(&roomy()), Asked::default());
    let mut first = Box::pin(keys(&things, &store, &[2, 4]));
    let mut second = Box::pin(keys(&things, &store, &[4, 6]));
    for _ in 0..2 {
        assert!(futures::poll!(first.as_mut()).is_pending());
        assert!(futures::poll!(second.as_mut()).is_pending());
    }
    drop(first);
    assert_eq!(second.await, [4, 6]);
    assert_eq!(keys(&things, &store, &[4, 6]).await, [4, 6]);
}

#[tokio::test]
async fn everybody_who_waits_is_told_what_the_store_failed_with() {
    let (things, asked) = (things(&roomy()), Mutex::new(0));
    let fail = |_| async {
        *asked.lock().unwrap() += 1;
        tokio::task::yield_now().await;
        Err(StoreError::unavailable("the cable is out"))
    };
    let answers = join_all((0..10).map(|_| things.find(&[2, 4], fail))).await;
    for answer in answers {
        let error = answer.unwrap_err();
        assert!(matches!(&error, StoreError::Unavailable(_)), "{error:?}");
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the cable is out");
    }
    assert_eq!(*asked.lock().unwrap(), 1);

    let store = Asked::default();
    assert_eq!(keys(&things, &store, &[2, 4]).await, [2, 4], "a failure is not remembered");
}

#[derive(Default)]
struct Told(Mutex<Vec<String>>);

impl Observer for Told {
    fn answered(&self, cache: &'static str, answered: &Answered) {
        self.0.lock().unwrap().push(format!("{cache} {}", answered.outcome.word()));
    }

    fn holds(&self, cache: &'static str, _entries: u64, _bytes: u64) {
        self.0.lock().unwrap().push(format!("{cache} holds"));
    }
}

#[tokio::test]
async fn the_observer_is_told_of_answers_and_of_what_was_learned() {
    let told = Arc::new(Told::default());
    let options = Options { observer: Some(Arc::clone(&told) as _), ..roomy() };
    let (things, store) = (things(&options), Asked::default());
    keys(&things, &store, &[2]).await;
    keys(&things, &store, &[2]).await;
    assert_eq!(*told.0.lock().unwrap(), ["things miss", "things holds", "things hit"]);
}
