//! Transactions succeed in spite of each other, and leave nothing when they are refused.

use std::time::{Duration, Instant};

use bson::{Document, doc};
use courses_testkit::server::mongo::ReplicaSet;
use futures::FutureExt as _;
use futures::future::join_all;
use mongodb::{Client, Collection};
use xmongo::{
    CommandMonitor, ConnectOptions, Failure, TransactionError, classify, with_transaction,
};

use crate::database;

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(20)
}

async fn increment(client: &Client, counters: &Collection<Document>) {
    with_transaction(client, &CommandMonitor::new(), soon(), counters, |session, counters| {
        async move {
            let found = counters.find_one(doc! { "_id": 1 }).session(&mut *session).await?;
            let value = found.and_then(|it| it.get_i32("value").ok()).expect("it was inserted");
            let next = doc! { "$set": { "value": value + 1 } };
            counters.update_one(doc! { "_id": 1 }, next).session(session).await?;
            Ok::<(), TransactionError<()>>(())
        }
        .boxed()
    })
    .await
    .expect("it is repeated until it succeeds");
}

#[tokio::test]
async fn transactions_that_collide_are_repeated_until_each_counts() {
    let Some((_guard, client, database)) = database().await else { return };
    let counters = database.collection::<Document>("counters");
    counters.insert_one(doc! { "_id": 1, "value": 0 }).await.unwrap();

    join_all((0..8).map(|_| increment(&client, &counters))).await;

    let counter = counters.find_one(doc! { "_id": 1 }).await.unwrap().unwrap();
    assert_eq!(counter.get_i32("value").unwrap(), 8);
}

#[tokio::test]
async fn a_refused_transaction_leaves_nothing() {
    let Some((_guard, client, database)) = database().await else { return };
    let things = database.collection::<Document>("things");

    let refused =
        with_transaction(&client, &CommandMonitor::new(), soon(), &things, |session, things| {
            async move {
                things.insert_one(doc! { "_id": 1 }).session(session).await?;
                Err::<(), _>(TransactionError::Refused("no"))
            }
            .boxed()
        })
        .await;

    assert!(matches!(refused, Err(TransactionError::Refused("no"))));
    assert_eq!(things.count_documents(doc! {}).await.unwrap(), 0);
}

#[tokio::test]
async fn a_duplicate_key_names_its_index() {
    let Some((_guard, _client, database)) = database().await else { return };
    let things = database.collection::<Document>("things");
    things.insert_one(doc! { "_id": 1 }).await.unwrap();

    let error = things.insert_one(doc! { "_id": 1 }).await.unwrap_err();

    assert_eq!(classify(&error), Failure::DuplicateKey { index: "_id_".to_owned() });
}

#[tokio::test]
async fn a_commit_whose_result_was_lost_is_asked_for_again() {
    let Some(set) = ReplicaSet::for_test(1) else { return };
    let client = xmongo::connect(&ConnectOptions::new(set.uri(), "lost")).await.unwrap();
    let things = client.database("test").collection::<Document>("things");
    things.insert_one(doc! { "_id": 0 }).await.unwrap();
    // Each attempt of the driver is one command, and it makes two: the third one succeeds.
    let lose = doc! {
        "configureFailPoint": "failCommand",
        "mode": { "times": 2 },
        "data": { "failCommands": ["commitTransaction"], "closeConnection": true },
    };
    set.run(0, lose).unwrap();

    with_transaction(&client, &CommandMonitor::new(), soon(), &things, |session, things| {
        async move {
            things.insert_one(doc! { "_id": 1 }).session(session).await?;
            Ok::<(), TransactionError<()>>(())
        }
        .boxed()
    })
    .await
    .unwrap();

    assert_eq!(things.count_documents(doc! {}).await.unwrap(), 2);
}

#[tokio::test]
async fn a_deadline_ends_the_attempts() {
    let Some(set) = ReplicaSet::for_test(1) else { return };
    let client = xmongo::connect(&ConnectOptions::new(set.uri(), "late")).await.unwrap();
    let things = client.database("test").collection::<Document>("things");
    let conflict = doc! {
        "configureFailPoint": "failCommand",
        "mode": "alwaysOn",
        "data": {
            "failCommands": ["insert"],
            "errorCode": 112,
            "errorLabels": ["TransientTransactionError"],
        },
    };
    set.run(0, conflict).unwrap();

    let deadline = Instant::now() + Duration::from_millis(300);
    let late =
        with_transaction(&client, &CommandMonitor::new(), deadline, &things, |session, things| {
            async move {
                things.insert_one(doc! { "_id": 1 }).session(session).await?;
                Ok::<(), TransactionError<()>>(())
            }
            .boxed()
        })
        .await;

    let Err(TransactionError::TimedOut(error)) = late else { panic!("{late:?}") };
    assert_eq!(classify(&error), Failure::WriteConflict);
}
