//! The model test: random sequences of everything that people do with the catalogue get the same
//! answers, refusals included, from the use cases over three stores: the fake in memory, which is
//! plain enough to be the model, `SQLite` behind the cache, and `MongoDB`.
//!
//! Each sequence has ids, names and words of its own, so that many share one database and run
//! side by side. What is asked is decided by a number alone: a sequence that fails is cut down
//! to the steps that matter, shown, and fails again on any machine.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod answer;
mod chance;
mod compare;
mod known;
mod perform;
mod school;
mod sequence;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use courses_port::catalogue::CatalogueChange;
use courses_port::{Change, ChangeSet, Commit, CommitError};
use courses_repository_mongo::MongoStore;
use courses_repository_sqlite::SqliteStore;
use courses_testkit::memory::MemoryStore;
use courses_testkit::server::mongo::TestDatabase;
use futures::StreamExt as _;
use xmongo::ConnectOptions;

use crate::compare::{Compared, compare, shrink};
use crate::school::{Stored, Stores};
use crate::sequence::Sequence;

/// How many sequences are tried.
const SEQUENCES: u64 = 1000;

/// How many at a time: enough to keep both stores busy.
const AT_ONCE: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_model_and_both_stores_give_the_same_answers() {
    let Some(database) = TestDatabase::create() else { return };
    let folder = tempfile::tempdir().unwrap();
    let stores = Arc::new(Stores::new([sqlite(&folder).await, mongodb(&database).await]));

    let compared = futures::stream::iter(0..SEQUENCES).map(|seed| {
        let stores = stores.clone();
        tokio::spawn(async move { compare(&stores, &Sequence::random(seed)).await })
    });
    let mut compared = compared.buffered(AT_ONCE);
    let mut all = Compared::default();
    while let Some(outcome) = compared.next().await {
        match outcome.unwrap() {
            Ok(more) => all.add(&more),
            Err(difference) => panic!("{}", shrink(&stores, difference).await),
        }
    }
    println!("{SEQUENCES} sequences: {all}");
    all.assert_worthwhile();
}

/// The comparison itself: a store that forgets one kind of change is found out, by few steps.
#[tokio::test]
async fn a_store_that_forgets_is_found_out() {
    let forgetful = Stored::new("forgetful", |store: MemoryStore| Arc::new(Forgetful(store)));
    let stores = Stores::new([forgetful]);
    let mut found = None;
    for seed in 0..SEQUENCES {
        if let Err(difference) = compare(&stores, &Sequence::random(seed)).await {
            found = Some(difference);
            break;
        }
    }
    let shown = shrink(&stores, found.expect("it is found out")).await;
    let steps = shown.lines().filter(|line| line.starts_with("step ")).count();
    assert!((2..6).contains(&steps), "{shown}");
}

/// Says yes to every edit of a run and forgets it.
struct Forgetful(MemoryStore);

#[async_trait]
impl Commit for Forgetful {
    async fn commit(&self, set: ChangeSet) -> Result<(), CommitError> {
        let edits = |change: &Change| match change {
            Change::Catalogue(CatalogueChange::SaveRun(write)) => write.read_at > 0,
            _ => false,
        };
        if set.changes.iter().any(edits) { Ok(()) } else { self.0.commit(set).await }
    }
}

async fn sqlite(folder: &tempfile::TempDir) -> Stored {
    let path = folder.path().join("courses.db");
    Stored::cached(
        "SQLite behind a cache",
        Arc::new(
            SqliteStore::open(path, courses_repository_sqlite::Options::default()).await.unwrap(),
        ),
    )
}

async fn mongodb(database: &TestDatabase) -> Stored {
    let mut options = ConnectOptions::new(database.uri(), "courses-model");
    options.server_selection_timeout = Duration::from_secs(20);
    let client = xmongo::connect(&options).await.unwrap();
    let store =
        MongoStore::connect(client, database.name(), courses_repository_mongo::Options::default())
            .await
            .unwrap();
    store.migrate().await.unwrap();
    Stored::over("MongoDB", Arc::new(store))
}
