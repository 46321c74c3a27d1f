//! What lies in the database, and what the database itself refuses.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bson::{Bson, Document, doc};
use courses_domain::catalogue::{
    Availability, Merged, RunStatus, SubjectState, SuggestionKind, SuggestionQuery,
};
use courses_port::catalogue::{
    CatalogueChange, CatalogueReader as _, CourseQuery, ImportStore as _, OfferFilter, Suggestion,
    SuggestionRequest,
};
use courses_port::{ChangeSet, Commit as _, Health as _, StoreError};
use courses_repository_mongo::{MongoStore, Options};
use courses_testkit::build::{Make, Save as _, changed};
use courses_testkit::server::mongo::TestDatabase;
use xmongo::{CommandMonitor, Failure, FinishedCommand, classify};

use crate::{client, store, store_in};

async fn put(store: &MongoStore, make: &Make, changes: impl IntoIterator<Item = CatalogueChange>) {
    let set = changes.into_iter().fold(ChangeSet::new(make.now()), ChangeSet::with);
    store.commit(set).await.expect("nothing stands against the change");
}

async fn with_an_open_run(store: &MongoStore, make: &Make) -> usize {
    let offer = OfferFilter { availability: Some(Availability::Open), ..OfferFilter::default() };
    let query = CourseQuery { offer, ..CourseQuery::newest(10, make.now()) };
    store.list_courses(&query).await.expect("the store answers").items.len()
}

#[tokio::test]
async fn a_run_changes_its_course_s_offers_and_nothing_else_of_it() {
    let Some((_guard, store)) = store().await else { return };
    let mut make = Make::new(1);
    let course = make.course("Course");
    let mut run = make.run(course.id, "2026");
    run.status = RunStatus::Open;
    put(&store, &make, [course.clone().save()]).await;

    put(&store, &make, [run.clone().save()]).await;
    let course = changed(&course, |it| it.version += 1);
    put(&store, &make, [course.clone().save()]).await;
    assert_eq!(with_an_open_run(&store, &make).await, 1);

    put(&store, &make, [changed(&run, |it| it.status = RunStatus::Cancelled).save()]).await;
    assert_eq!(with_an_open_run(&store, &make).await, 0);
    let found = store.find_course(course.id).await.unwrap().unwrap();
    assert_eq!(found.state(), &course);
}

#[tokio::test]
async fn ids_are_binary_and_times_are_dates() {
    let Some((guard, store)) = store().await else { return };
    let mut make = Make::new(2);
    let course = make.rich_course();
    put(&store, &make, [course.clone().save()]).await;

    let courses = client(&guard.uri()).await.database(guard.name()).collection("courses");
    let document: Document = courses.find_one(doc! {}).await.unwrap().unwrap();

    let Some(Bson::Binary(id)) = document.get("_id") else { panic!("{document}") };
    assert_eq!(id.to_uuid().unwrap().bytes(), uuid::Uuid::from(course.id).into_bytes());
    assert!(document.get_datetime("created_at").is_ok());
}

#[tokio::test]
async fn the_server_refuses_a_document_of_another_shape() {
    let Some((guard, _store)) = store().await else { return };
    let database = client(&guard.uri()).await.database(guard.name());
    let all = ["courses", "lessons", "runs", "subjects", "instructors", "idempotency", "events"];
    for name in all {
        let collection = database.collection::<Document>(name);
        let refused = collection.insert_one(doc! { "_id": 1 }).await.unwrap_err();
        assert_eq!(classify(&refused), Failure::Invalid, "{name}");
    }
}

#[tokio::test]
async fn a_bad_record_is_broken_and_says_where_to_look() {
    let Some((guard, store)) = store().await else { return };
    let mut make = Make::new(3);
    let subject = make.subject("math");
    put(&store, &make, [subject.clone().save()]).await;
    let database = client(&guard.uri()).await.database(guard.name());
    let bad = doc! { "$set": { "code": "NOT A CODE" } };
    database.collection::<Document>("subjects").update_one(doc! {}, bad).await.unwrap();

    let broken = store.find_subject(subject.id).await.unwrap_err();

    let StoreError::Broken(cause) = broken else { panic!("{broken:?}") };
    let expected = format!("record {} in `subjects` has a bad `code`", subject.id);
    assert_eq!(cause.to_string(), expected);
}

#[tokio::test]
async fn a_database_that_was_not_migrated_is_not_healthy() {
    let Some(guard) = TestDatabase::create() else { return };
    let client = client(&guard.uri()).await;
    let store = MongoStore::connect(client, guard.name(), Options::default()).await.unwrap();

    assert!(matches!(store.check().await, Err(StoreError::Unavailable(_))));
    store.migrate().await.unwrap();
    store.check().await.unwrap();
    assert_eq!(store.migrate().await.unwrap(), [0; 0]);
}

#[tokio::test]
async fn what_an_older_program_wrote_is_suggested_as_if_it_were_new() {
    let Some((guard, store)) = store().await else { return };
    let mut make = Make::new(5);
    let (course, subject) = (make.course("Linear algebra"), make.subject("algebra"));
    let (gone, person) = (make.subject("algebra-2"), make.instructor("Al Gebra"));
    let draft = make.draft_course("Algebra");
    let merged = Some(Merged { into: subject.id, at: make.now(), settled: true });
    let saved = [subject.clone().save(), SubjectState { merged, ..gone }.save()];
    put(&store, &make, saved).await;
    put(&store, &make, [course.save(), draft.save(), person.save()]).await;
    let new = suggestions(&store).await;
    assert_eq!(new.len(), 3, "{new:?}");

    let database = client(&guard.uri()).await.database(guard.name());
    for name in ["courses", "subjects", "instructors"] {
        let forget = doc! { "$unset": { "suggest": "" } };
        database.collection::<Document>(name).update_many(doc! {}, forget).await.unwrap();
    }
    assert!(suggestions(&store).await.is_empty());
    let step = doc! { "name": "note what is suggested" };
    database.collection::<Document>("migrations").delete_one(step).await.unwrap();

    assert_eq!(store.migrate().await.unwrap().len(), 1);
    assert_eq!(suggestions(&store).await, new);
}

async fn suggestions(store: &MongoStore) -> Vec<Suggestion> {
    let mut all = Vec::new();
    for kind in SuggestionKind::ALL {
        let typed = SuggestionQuery::parse("al").expect("there is a word in it");
        let request = SuggestionRequest { typed, kind, limit: 20 };
        all.extend(store.suggest(&request).await.expect("the store answers"));
    }
    all
}

#[tokio::test]
async fn lists_may_be_read_from_the_nearest_member() {
    let Some(guard) = TestDatabase::create() else { return };
    let options = Options { secondary_reads: true, ..Options::default() };
    let store = store_in(&guard.uri(), guard.name(), options).await;
    let mut make = Make::new(4);
    put(&store, &make, [make.clone().course("Course").save()]).await;
    make.tick();
    let query = CourseQuery::newest(10, make.now());

    // The nearest member may be behind; it gets there.
    let found = async {
        while store.list_courses(&query).await.unwrap().items.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), found).await.expect("every member has it soon");
}

#[tokio::test]
async fn every_command_for_files_and_their_jobs_is_seen_by_the_monitor() {
    let Some((guard, _)) = store().await else { return };
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let sink = Arc::clone(&seen);
    let monitor = CommandMonitor::new().observed_by(move |it: &FinishedCommand<'_>| {
        sink.lock().unwrap().insert(format!("{} {}", it.command, it.collection));
    });
    let options = Options { monitor, ..Options::default() };
    let store = store_in(&guard.uri(), guard.name(), options).await;
    let mut make = Make::new(3);
    let (file, long_ago) = (make.id(), make.now());

    store.put_part(file, 0, vec![1], long_ago).await.unwrap();
    store.purge_files(make.at(1), 10).await.unwrap();

    let seen = seen.lock().unwrap();
    for command in ["update import_parts", "find import_parts", "delete import_parts"] {
        assert!(seen.contains(command), "{command} is not among {seen:?}");
    }
}
