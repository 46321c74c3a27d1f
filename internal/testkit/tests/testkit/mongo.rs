//! A replica set for tests is a real one: transactions, elections, crashes.

use std::time::Duration;

use courses_testkit::server::mongo::{ReplicaSet, TestDatabase, uri};
use mongodb::Client;
use mongodb::bson::{Document, doc};
use mongodb::options::ClientOptions;

async fn client(uri: &str) -> Client {
    let mut options = ClientOptions::parse(uri).await.expect("an address of ours is one");
    options.server_selection_timeout = Some(Duration::from_secs(20));
    Client::with_options(options).expect("the options of an address are valid")
}

#[tokio::test]
async fn a_driver_reaches_the_server() {
    let Some(uri) = uri() else { return };

    let answer = client(&uri).await.database("admin").run_command(doc! { "ping": 1 }).await;

    answer.unwrap();
}

#[tokio::test]
async fn a_transaction_commits_in_a_test_database() {
    let Some(database) = TestDatabase::create() else { return };
    let client = client(&database.uri()).await;
    let things = client.default_database().unwrap().collection::<Document>("things");

    let mut session = client.start_session().await.unwrap();
    session.start_transaction().await.unwrap();
    things.insert_one(doc! { "_id": 1 }).session(&mut session).await.unwrap();
    session.commit_transaction().await.unwrap();

    assert_eq!(things.count_documents(doc! {}).await.unwrap(), 1);
    database.close().unwrap();
}

#[tokio::test]
async fn a_test_database_is_gone_after_the_test() {
    let Some(database) = TestDatabase::create() else { return };
    let name = database.name().to_owned();
    let client = client(&database.uri()).await;
    client.database(&name).create_collection("things").await.unwrap();
    assert!(client.list_database_names().await.unwrap().contains(&name));

    drop(database);

    assert!(!client.list_database_names().await.unwrap().contains(&name));
}

#[tokio::test]
async fn an_emptied_database_keeps_its_collections_and_no_document() {
    let Some(database) = TestDatabase::emptied() else { return };
    let name = database.name().to_owned();
    let own = client(&database.uri()).await.database(&name);
    for collection in ["things", "migrations"] {
        own.collection::<Document>(collection).insert_one(doc! { "_id": 1 }).await.unwrap();
    }

    drop(database);

    let again = TestDatabase::emptied().unwrap();
    assert_eq!(again.name(), name);
    let count = async |name| own.collection::<Document>(name).count_documents(doc! {}).await;
    assert_eq!((count("things").await.unwrap(), count("migrations").await.unwrap()), (0, 1));
    assert!(own.list_collection_names().await.unwrap().contains(&"things".to_owned()));
    again.close().unwrap();
}

#[tokio::test]
async fn two_test_databases_have_different_names() {
    let (Some(one), Some(two)) = (TestDatabase::create(), TestDatabase::create()) else { return };

    assert_ne!(one.name(), two.name());
}

#[tokio::test]
async fn a_set_of_three_survives_its_primary_and_takes_it_back() {
    let Some(mut set) = ReplicaSet::for_test(3) else { return };
    let client = client(&set.uri()).await;
    let things = client.database("test").collection::<Document>("things");
    things.insert_one(doc! { "_id": 1 }).await.unwrap();

    let old = set.primary().unwrap();
    set.kill(old).unwrap();
    let new = set.primary().unwrap();
    things.insert_one(doc! { "_id": 2 }).await.unwrap();
    set.restart(old).unwrap();
    let third = set.step_down().unwrap();

    assert_ne!(old, new);
    assert_ne!(new, third);
    assert_eq!(things.count_documents(doc! {}).await.unwrap(), 2);
}
