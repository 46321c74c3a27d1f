//! Migrations run once, whoever tries, and refuse what they do not know.

use std::time::Duration;

use bson::{Document, doc};
use futures::FutureExt as _;
use mongodb::Database;
use mongodb::error::Error;
use mongodb::options::IndexOptions;
use xmongo::{MigrateError, Migration, Migrations};

use crate::database;

const PATIENCE: Duration = Duration::from_secs(20);

const STEPS: &[Migration] = &[
    Migration { number: 1, name: "first", run: |database| count(database, "first").boxed() },
    Migration { number: 2, name: "second", run: |database| count(database, "second").boxed() },
];

async fn count(database: &Database, step: &str) -> Result<(), Error> {
    let runs = database.collection::<Document>("runs");
    let more = doc! { "$inc": { "times": 1 } };
    runs.update_one(doc! { "_id": step }, more).upsert(true).await?;
    Ok(())
}

#[tokio::test]
async fn instances_that_start_together_run_each_step_once() {
    let Some((_guard, _client, database)) = database().await else { return };
    let migrations = Migrations::new(STEPS);

    let (a, b, c) = tokio::join!(
        migrations.apply(&database, PATIENCE),
        migrations.apply(&database, PATIENCE),
        migrations.apply(&database, PATIENCE),
    );

    let mut applied: Vec<u32> = [a, b, c].into_iter().flat_map(Result::unwrap).collect();
    applied.sort_unstable();
    assert_eq!(applied, [1, 2]);
    let runs = database.collection::<Document>("runs");
    let once = doc! { "times": 1 };
    assert_eq!(runs.count_documents(once).await.unwrap(), 2);
    assert!(migrations.are_applied(&database).await.unwrap());
}

#[tokio::test]
async fn only_what_is_missing_is_applied() {
    let Some((_guard, _client, database)) = database().await else { return };

    let first = Migrations::new(&STEPS[..1]).apply(&database, PATIENCE).await.unwrap();
    let rest = Migrations::new(STEPS).apply(&database, PATIENCE).await.unwrap();
    let nothing = Migrations::new(STEPS).apply(&database, PATIENCE).await.unwrap();

    assert_eq!((first, rest, nothing), (vec![1], vec![2], vec![]));
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let Some((_guard, _client, database)) = database().await else { return };
    Migrations::new(STEPS).apply(&database, PATIENCE).await.unwrap();

    let refused = Migrations::new(&STEPS[..1]).apply(&database, PATIENCE).await;

    assert!(matches!(refused, Err(MigrateError::NewerSchema { found: 2, known: 1 })));
}

#[tokio::test]
async fn a_failed_step_is_named_and_tried_again_next_time() {
    const BROKEN: &[Migration] = &[Migration {
        number: 1,
        name: "broken",
        run: |database| {
            async move {
                let model = mongodb::IndexModel::builder()
                    .keys(doc! { "a": "no such kind of index" })
                    .options(IndexOptions::default())
                    .build();
                database.collection::<Document>("runs").create_index(model).await.map(drop)
            }
            .boxed()
        },
    }];
    let Some((_guard, _client, database)) = database().await else { return };

    let failed = Migrations::new(BROKEN).apply(&database, PATIENCE).await;
    let repaired = Migrations::new(&STEPS[..1]).apply(&database, PATIENCE).await;

    assert!(matches!(failed, Err(MigrateError::Step { number: 1, .. })));
    assert_eq!(repaired.unwrap(), [1]);
}
