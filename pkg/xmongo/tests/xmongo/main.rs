//! The crate against a real server.

mod migrations;
mod monitor;
mod schema;
mod transactions;

use courses_testkit::server::mongo::TestDatabase;
use mongodb::{Client, Database};
use xmongo::ConnectOptions;

/// A client of an empty database, which is dropped with the first value.
async fn database() -> Option<(TestDatabase, Client, Database)> {
    let guard = TestDatabase::create()?;
    let options = ConnectOptions::new(guard.uri(), "xmongo-tests");
    let client = xmongo::connect(&options).await.expect("the address is good");
    let database = client.database(guard.name());
    Some((guard, client, database))
}
