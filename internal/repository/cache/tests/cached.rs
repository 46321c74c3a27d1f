//! A reader with a cache keeps every promise of the port, and its own about what it remembers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::sync::Arc;
use std::time::Duration;

use courses_domain::catalogue::{SubjectId, SubjectState, SubjectTitle};
use courses_port::catalogue::CatalogueReader;
use courses_port::{ChangeSet, Commit, CommitError};
use courses_repository_cache::{Options, over};
use courses_testkit::build::{Make, Save as _, changed};
use courses_testkit::contract::Stores;
use courses_testkit::memory::MemoryStore;

/// A cache that forgets nothing by itself, over a store.
fn cached(
    reader: Arc<dyn CatalogueReader>,
    commit: Arc<dyn Commit>,
) -> (Arc<dyn CatalogueReader>, Arc<dyn Commit>) {
    let options = Options { room: 64 << 20, ttl: Duration::from_hours(1), observer: None };
    over(reader, commit, &options)
}

mod contract {
    use super::*;

    #[expect(clippy::unused_async, reason = "other stores have to be started")]
    async fn stores() -> Option<Stores> {
        let mut stores = Stores::of(Arc::new(MemoryStore::new()));
        (stores.reader, stores.commit) = cached(stores.reader, stores.commit);
        Some(stores)
    }

    courses_testkit::contract_tests!(stores);
}

/// A subject that was never saved.
fn named(make: &mut Make, title: &str) -> SubjectState {
    SubjectState { title: SubjectTitle::parse(title).unwrap(), ..make.subject("math") }
}

/// The next state of a subject.
fn renamed(state: &SubjectState, title: &str) -> SubjectState {
    changed(state, |it| it.title = SubjectTitle::parse(title).unwrap())
}

async fn commit(commit: &dyn Commit, make: &Make, state: &SubjectState) -> Result<(), CommitError> {
    commit.commit(ChangeSet::new(make.now()).with(state.clone().save())).await
}

async fn title(reader: &dyn CatalogueReader, id: SubjectId) -> String {
    reader.find_subject(id).await.unwrap().unwrap().state().title.to_string()
}

#[tokio::test]
async fn what_somebody_else_commits_is_not_seen_before_its_time_and_our_own_at_once() {
    let (store, mut make) = (Arc::new(MemoryStore::new()), Make::new(1));
    let (reader, ours) = cached(store.clone(), store.clone());
    let first = named(&mut make, "First");
    commit(&*ours, &make, &first).await.unwrap();
    assert_eq!(title(&*reader, first.id).await, "First");

    let second = renamed(&first, "Second");
    commit(&*store, &make, &second).await.unwrap();
    assert_eq!(title(&*reader, first.id).await, "First");

    let third = renamed(&second, "Third");
    commit(&*ours, &make, &third).await.unwrap();
    assert_eq!(title(&*reader, first.id).await, "Third");
}

#[tokio::test]
async fn who_was_refused_because_of_an_old_answer_reads_a_new_one() {
    let (store, mut make) = (Arc::new(MemoryStore::new()), Make::new(2));
    let (reader, ours) = cached(store.clone(), store.clone());
    let first = named(&mut make, "First");
    commit(&*ours, &make, &first).await.unwrap();
    title(&*reader, first.id).await;
    commit(&*store, &make, &renamed(&first, "Second")).await.unwrap();

    let late = commit(&*ours, &make, &renamed(&first, "Late")).await;
    assert!(matches!(late, Err(CommitError::Conflict(_))), "{late:?}");
    assert_eq!(title(&*reader, first.id).await, "Second");
}

/// Writers of one subject each read their own write, by id and by code, while others read.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_never_sees_a_value_older_than_its_own_write() {
    let (store, mut make) = (Arc::new(MemoryStore::new()), Make::new(3));
    let (reader, ours) = cached(store.clone(), store);
    let subject = make.subject("math");
    commit(&*ours, &make, &subject).await.unwrap();
    let (id, code, make) = (subject.id, subject.code.clone(), Arc::new(make));

    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let (reader, ours) = (Arc::clone(&reader), Arc::clone(&ours));
            let (make, code) = (Arc::clone(&make), code.clone());
            tokio::spawn(async move {
                let mut written = 0;
                for _ in 0..500 {
                    let found = reader.find_subject(id).await.unwrap().unwrap();
                    let next = renamed(found.state(), "Next");
                    if commit(&*ours, &make, &next).await.is_err() {
                        continue;
                    }
                    written += 1;
                    let by_id = reader.find_subject(id).await.unwrap().unwrap();
                    let codes = [code.clone()];
                    let by_code = reader.find_subjects_by_codes(&codes).await.unwrap();
                    assert!(by_id.state().revision >= next.revision);
                    assert!(by_code[0].state().revision >= next.revision);
                }
                written
            })
        })
        .collect();
    let mut written = 0;
    for task in tasks {
        written += task.await.unwrap();
    }
    let last = reader.find_subject(id).await.unwrap().unwrap();
    assert_eq!(last.state().revision, 1 + written);
}
