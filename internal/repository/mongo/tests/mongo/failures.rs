//! Servers that lose answers, stop, and die.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bson::doc;
use courses_domain::catalogue::{CourseId, CourseState};
use courses_domain::{Aggregate, AggregateKind};
use courses_port::catalogue::{CatalogueReader as _, IdPosition};
use courses_port::{ChangeSet, Commit as _, CommitError, Conflict, Health as _, StoreError};
use courses_repository_mongo::{MongoStore, Options};
use courses_testkit::build::{Make, Save as _, changed, subject_write};
use courses_testkit::server::mongo::ReplicaSet;
use xmongo::ConnectOptions;

use crate::store_in;

/// A store in a set of its own, which the test may hurt.
async fn lonely(options: Options) -> Option<(ReplicaSet, MongoStore)> {
    let set = ReplicaSet::for_test(1)?;
    let store = store_in(&set.uri(), "courses", options).await;
    Some((set, store))
}

/// Makes the server apply the next two such commands and report a failure all the same: the
/// driver tries a command twice.
fn lose_answers(set: &ReplicaSet, command: &str) {
    let failure = doc! { "code": 91, "errmsg": "shutting down" };
    let lose = doc! {
        "configureFailPoint": "failCommand",
        "mode": { "times": 2 },
        "data": {
            "failCommands": [command],
            "writeConcernError": failure,
            "errorLabels": ["RetryableWriteError"],
        },
    };
    set.run(0, lose).expect("test commands are on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_whose_answer_was_lost_is_recognised_as_our_own() {
    let Some((set, store)) = lonely(Options::default()).await else { return };
    let mut make = Make::new(1);
    let new = make.subject("math");
    let subject =
        courses_domain::catalogue::Subject::create(new.id, new.code, new.title, make.now());
    let write = subject_write(subject, &mut make);

    lose_answers(&set, "insert");
    let set = ChangeSet::new(make.now()).with(write.save());
    store.commit(set.clone()).await.expect("it was applied");

    let again = store.commit(set).await;
    assert!(matches!(again, Err(CommitError::Conflict(Conflict::Stale(_)))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_loser_is_told_so_even_if_answers_were_lost() {
    let Some((set, store)) = lonely(Options::default()).await else { return };
    let mut make = Make::new(2);
    let first = make.course("Course");
    store.commit(ChangeSet::new(make.now()).with(first.clone().save())).await.unwrap();
    let winner = changed(&first, |it| it.version = 2);
    store.commit(ChangeSet::new(make.now()).with(winner.save())).await.unwrap();

    lose_answers(&set, "update");
    let loser = changed(&first, |it| it.version = 3);
    let lost = store.commit(ChangeSet::new(make.now()).with(loser.save())).await;

    let stale = Aggregate { kind: AggregateKind::Course, id: first.id.into() };
    assert!(matches!(lost, Err(CommitError::Conflict(Conflict::Stale(it))) if it == stale));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_hangs_holds_nobody_up() {
    let patience = Duration::from_secs(1);
    let options =
        Options { read_deadline: patience, commit_deadline: patience, ..Options::default() };
    let Some((mut set, store)) = lonely(options).await else { return };
    let mut make = Make::new(3);
    let course = make.course("Course");

    set.pause(0).unwrap();
    let start = Instant::now();
    let commit = store.commit(ChangeSet::new(make.now()).with(course.save())).await;
    let read = store.find_course(make.id()).await;
    let health = store.check().await;
    let waited = start.elapsed();
    set.resume(0).unwrap();

    assert!(matches!(commit, Err(CommitError::Store(StoreError::TimedOut(_)))), "{commit:?}");
    assert!(matches!(read, Err(StoreError::TimedOut(_))), "{read:?}");
    assert!(matches!(health, Err(StoreError::TimedOut(_))), "{health:?}");
    assert!(waited < patience * 4, "{waited:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_without_a_primary_is_away_and_not_slow() {
    let Some(mut set) = ReplicaSet::for_test(1) else { return };
    let patience = Duration::from_secs(1);
    let mut connect = ConnectOptions::new(set.uri(), "courses-tests");
    connect.server_selection_timeout = patience * 5;
    let options = Options {
        read_deadline: patience,
        commit_deadline: patience,
        primary: connect.primary.clone(),
        ..Options::default()
    };
    let client = xmongo::connect(&connect).await.unwrap();
    let store = MongoStore::connect(client, "courses", options).await.unwrap();
    store.migrate().await.unwrap();
    let mut make = Make::new(4);
    let course = make.course("Course");
    let run = make.run(course.id, "2026");

    set.kill(0).unwrap();
    // The driver learns of it from the first call that fails.
    drop(store.check().await);
    let start = Instant::now();
    let single = store.commit(ChangeSet::new(make.now()).with(course.clone().save())).await;
    let pair = ChangeSet::new(make.now()).with(course.save()).with(run.save());
    let pair = store.commit(pair).await;
    let read = store.find_course(make.id()).await;
    let waited = start.elapsed();

    assert!(matches!(single, Err(CommitError::Store(StoreError::Unavailable(_)))), "{single:?}");
    assert!(matches!(pair, Err(CommitError::Store(StoreError::Unavailable(_)))), "{pair:?}");
    assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    assert!(waited < patience * 4, "{waited:?}");
}

/// Commits pairs of a course and its run until told to stop; answers what was acknowledged.
async fn write_pairs(store: MongoStore, seed: u64, stop: Arc<AtomicBool>) -> Vec<CourseState> {
    let mut make = Make::new(seed);
    let mut acknowledged = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let course = make.course("Course");
        let run = make.run(course.id, "2026");
        let set = ChangeSet::new(make.now()).with(course.clone().save()).with(run.save());
        if store.commit(set).await.is_ok() {
            acknowledged.push(course);
        }
    }
    acknowledged
}

/// Whether the course and its run are there: both or neither.
async fn has_pair(store: &MongoStore, id: CourseId) -> bool {
    let course = store.find_course(id).await.expect("the store answers").is_some();
    let after: Option<IdPosition> = None;
    let runs = store.list_runs(id, after, 2).await.expect("the store answers").items;
    assert_eq!(runs.len(), usize::from(course), "half a set was applied");
    course
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_the_death_of_the_primary() {
    let Some(mut set) = ReplicaSet::for_test(3) else { return };
    let store = store_in(&set.uri(), "courses", Options::default()).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..4)
        .map(|seed| tokio::spawn(write_pairs(store.clone(), 100 + seed, Arc::clone(&stop))))
        .collect();

    let set = tokio::task::spawn_blocking(move || {
        std::thread::sleep(Duration::from_secs(1));
        let old = set.primary().expect("there is a primary");
        set.kill(old).expect("it runs");
        set.primary().expect("another one is elected");
        std::thread::sleep(Duration::from_secs(2));
        set
    })
    .await
    .unwrap();
    stop.store(true, Ordering::Relaxed);

    let mut ids = HashSet::new();
    for writer in writers {
        let acknowledged = writer.await.unwrap();
        assert!(acknowledged.len() > 10, "only {} were acknowledged", acknowledged.len());
        for course in acknowledged {
            assert!(ids.insert(course.id));
            assert!(has_pair(&store, course.id).await, "{} is lost", course.id);
        }
    }
    drop(set);
}
