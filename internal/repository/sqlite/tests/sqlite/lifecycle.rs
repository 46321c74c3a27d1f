//! Opening, closing, and sharing a file.

use std::sync::Arc;
use std::time::Duration;

use courses_domain::catalogue::{SuggestionKind, SuggestionQuery};
use courses_port::catalogue::{CatalogueReader as _, Suggestion, SuggestionRequest};
use courses_port::{
    ChangeSet, Commit as _, CommitError, Conflict, EventLog as _, Health as _, Leases as _,
    StoreError,
};
use courses_repository_sqlite::{OpenError, Options, SqliteStore};
use courses_testkit::build::{Make, Save as _, changed};

use super::open;

#[tokio::test]
async fn what_was_saved_is_there_after_closing_and_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b/courses.db");
    let mut make = Make::new(1);
    let course = make.rich_course();
    let store = open(&path).await;
    store.commit(ChangeSet::new(make.now()).with(course.clone().save())).await.unwrap();
    store.close().await;
    let files: Vec<_> = std::fs::read_dir(path.parent().unwrap()).unwrap().collect();
    assert_eq!(files.len(), 1, "everything is in one file: {files:?}");

    let again = open(&path).await;
    let found = again.find_course(course.id).await.unwrap();
    assert_eq!(found.map(|it| it.state().clone()), Some(course));
}

#[tokio::test]
async fn what_an_older_program_wrote_is_suggested_as_if_it_were_new() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("courses.db");
    let mut make = Make::new(4);
    let store = open(&path).await;
    let mut set = ChangeSet::new(make.now());
    for title in ["Linear algebra", "Algebra: ёлка", "Algebra, algebra & İstanbul"] {
        set = set.with(make.course(title).save()).with(make.instructor(title).save());
    }
    set = set.with(make.rich_course().save()).with(make.draft_course("Algebra").save());
    set = set.with(make.subject("algebra-1").save());
    store.commit(set).await.unwrap();
    let typed = ["a", "alg", "l", "ёл", "1", "i", "предмет", "линейная"];
    let new = suggestions(&store, &typed).await;
    assert!(new.len() > 10, "{new:?}");
    store.close().await;

    let older = rusqlite::Connection::open(&path).unwrap();
    // What that step and those after it made.
    let forget = "DROP TABLE suggestion_words; DROP TABLE suggestions; DROP TABLE import_rounds;
                  ALTER TABLE imports DROP COLUMN complete;
                  ALTER TABLE courses DROP COLUMN absences;
                  ALTER TABLE courses DROP COLUMN provenance;
                  DELETE FROM schema_migrations WHERE version >=
                      (SELECT version FROM schema_migrations WHERE name = 'suggestions')";
    older.execute_batch(forget).unwrap();
    drop(older);

    let again = open(&path).await;
    assert_eq!(suggestions(&again, &typed).await, new);
}

async fn suggestions(store: &SqliteStore, typed: &[&str]) -> Vec<Suggestion> {
    let mut all = Vec::new();
    for typed in typed.iter().filter_map(|text| SuggestionQuery::parse(text)) {
        for kind in SuggestionKind::ALL {
            let request = SuggestionRequest { typed: typed.clone(), kind, limit: 20 };
            all.extend(store.suggest(&request).await.unwrap());
        }
    }
    all
}

#[tokio::test]
async fn a_closed_store_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("courses.db")).await;
    store.check().await.unwrap();
    store.close().await;
    store.close().await;
    let mut make = Make::new(2);
    let read = store.find_course(make.id()).await;
    assert!(matches!(read, Err(StoreError::Unavailable(_))));
    let set = ChangeSet::new(make.now()).with(make.course("Late").save());
    let written = store.commit(set).await;
    assert!(matches!(written, Err(CommitError::Store(StoreError::Unavailable(_)))));
    assert!(matches!(store.check().await, Err(StoreError::Unavailable(_))));
}

#[tokio::test]
async fn a_file_of_a_newer_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("courses.db");
    open(&path).await.close().await;
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.execute_batch("INSERT INTO schema_migrations VALUES (9999, 'later')").unwrap();
    drop(newer);
    let refused = SqliteStore::open(&path, Options::default()).await;
    assert!(matches!(refused, Err(OpenError::Newer { found: 9999, .. })));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "not a database, but important ".repeat(200)).unwrap();
    let before = std::fs::read(&path).unwrap();
    let refused = SqliteStore::open(&path, Options::default()).await;
    assert!(matches!(refused, Err(OpenError::Sqlite(_))));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_can_open_a_new_file_at_once_and_share_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("courses.db");
    let opened = (0..6).map(|_| SqliteStore::open(&path, Options::default()));
    let stores: Vec<Arc<SqliteStore>> = futures::future::join_all(opened)
        .await
        .into_iter()
        .map(|store| Arc::new(store.expect("waiting for each other is enough")))
        .collect();
    let mut make = Make::new(3);
    let first = make.course("Shared");
    stores[0].commit(ChangeSet::new(make.now()).with(first.clone().save())).await.unwrap();

    let commits = stores.iter().map(|store| {
        let next = changed(&first, |it| it.version += 1);
        store.commit(ChangeSet::new(make.now()).with(next.save()))
    });
    let done = futures::future::join_all(commits).await;
    assert_eq!(done.iter().filter(|it| it.is_ok()).count(), 1);
    let stale =
        done.iter().filter(|it| matches!(it, Err(CommitError::Conflict(Conflict::Stale(_)))));
    assert_eq!(stale.count(), 5);
    for store in stores {
        let found = store.find_course(first.id).await.unwrap();
        assert_eq!(found.map(|it| it.state().revision), Some(2));
    }
}

#[tokio::test]
async fn what_jobs_write_wakes_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { poll: Duration::from_hours(1), ..Options::default() };
    let store = SqliteStore::open(folder.path().join("courses.db"), options).await.unwrap();
    let mut make = Make::new(9);
    let set = ChangeSet::new(make.now()).with(make.course("Course").save());
    store.commit(set).await.unwrap();
    store.changed().await;

    let lease = store.acquire("collector", make.id(), make.now(), make.at(60)).await.unwrap();
    store.collect(&lease.unwrap().fence, 100).await.unwrap();

    let woken = tokio::time::timeout(Duration::from_millis(100), store.changed()).await;
    assert!(woken.is_err(), "a collector that wakes itself never rests");
}
