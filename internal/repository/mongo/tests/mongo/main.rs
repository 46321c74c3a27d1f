//! The store against a real server: what every store must do, and what only this one promises.

mod contract;
mod documents;
mod failures;
mod identity;
mod killed;

use courses_repository_mongo::{MongoStore, Options};
use courses_testkit::server::mongo::TestDatabase;
use mongodb::Client;
use xmongo::ConnectOptions;

/// A store in an empty, migrated database, which is dropped with the first value.
async fn store() -> Option<(TestDatabase, MongoStore)> {
    let guard = TestDatabase::create()?;
    let store = store_in(&guard.uri(), guard.name(), Options::default()).await;
    Some((guard, store))
}

async fn store_in(uri: &str, name: &str, options: Options) -> MongoStore {
    let store = MongoStore::connect(client(uri).await, name, options).await;
    let store = store.expect("a primary answers");
    store.migrate().await.expect("the database is empty");
    store
}

async fn client(uri: &str) -> Client {
    let options = ConnectOptions::new(uri, "courses-tests");
    xmongo::connect(&options).await.expect("the address is good")
}
