//! What happens when somebody takes too long, and when a record is damaged.

use std::error::Error;
use std::time::Duration;

use courses_port::catalogue::{CatalogueReader as _, CourseQuery, Facet};
use courses_port::{ChangeSet, Commit as _, CommitError, StoreError};
use courses_repository_sqlite::{Options, SqliteStore};
use courses_testkit::build::{Make, Save as _};

use super::open;

#[tokio::test]
async fn a_read_past_its_deadline_times_out_and_the_next_one_works() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("courses.db");
    let store = open(&path).await;
    let mut make = Make::new(1);
    let set = (0..300).fold(ChangeSet::new(make.now()), |set, number| {
        set.with(make.course(&format!("Course {number}")).save())
    });
    store.commit(set).await.unwrap();
    store.close().await;

    let hasty = Options { read_deadline: Duration::ZERO, readers: 1, ..Options::default() };
    let store = SqliteStore::open(&path, hasty).await.unwrap();
    let query = CourseQuery::newest(200, make.now());
    for _ in 0..3 {
        let counted = store.count_facets(&query, &Facet::ALL).await;
        assert!(matches!(counted, Err(StoreError::TimedOut(_))), "{counted:?}");
        let small = store.find_course(make.id()).await;
        assert!(matches!(small, Ok(None)), "a small read is done before anybody looks");
    }
}

#[tokio::test]
async fn a_file_that_somebody_else_keeps_locked_is_unavailable_until_it_is_free() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("courses.db");
    let patience = Options { busy_timeout: Duration::from_millis(50), ..Options::default() };
    let store = SqliteStore::open(&path, patience).await.unwrap();
    let mut make = Make::new(2);
    let course = make.course("Course");
    let set = ChangeSet::new(make.now()).with(course.clone().save());

    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let busy = store.commit(set.clone()).await;
    assert!(matches!(busy, Err(CommitError::Store(StoreError::Unavailable(_)))), "{busy:?}");
    assert_eq!(store.find_course(course.id).await.unwrap(), None, "readers do not wait");
    other.execute_batch("ROLLBACK").unwrap();
    store.commit(set).await.unwrap();
    assert!(store.find_course(course.id).await.unwrap().is_some());
}

#[tokio::test]
async fn a_damaged_record_names_its_table_id_and_field() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("courses.db");
    let store = open(&path).await;
    let mut make = Make::new(3);
    let course = make.rich_course();
    let run = make.rich_run(course.id);
    let set = ChangeSet::new(make.now()).with(course.clone().save()).with(run.clone().save());
    store.commit(set).await.unwrap();

    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("UPDATE courses SET lifecycle = 'lost'").unwrap();
    let err = store.find_course(course.id).await.unwrap_err();
    let expected = format!("the record {} of table courses has a bad field lifecycle", course.id);
    assert_eq!(err.source().map(ToString::to_string), Some(expected));

    let empty_title = "UPDATE courses SET lifecycle = 'published',
                       draft = json_set(draft, '$.sections[0].topics[0].heading', ' ')";
    other.execute_batch(empty_title).unwrap();
    let err = store.find_course(course.id).await.unwrap_err();
    let expected = format!("the record {} of table courses has a bad field draft", course.id);
    assert_eq!(err.source().map(ToString::to_string), Some(expected));
    assert!(store.find_published(course.id).await.unwrap().is_some(), "the other copy is fine");

    other.execute_batch("UPDATE runs SET seats = -1").unwrap();
    let err = store.find_run(run.id).await.unwrap_err();
    let expected = format!("the record {} of table runs has a bad field seats", run.id);
    assert_eq!(err.source().map(ToString::to_string), Some(expected));
}
