//! The steps of the schema. Never edit one that was released: add the next number.

use futures::FutureExt as _;
use futures::future::BoxFuture;
use mongodb::Database;
use mongodb::error::Error;
use xmongo::{Migration, Migrations};

use super::collections;

/// Every step in order.
pub(crate) const MIGRATIONS: Migrations = Migrations::new(&[
    Migration { number: 1, name: "declare collections, validators and indexes", run: declare },
    Migration { number: 2, name: "declare what is kept about people", run: declare },
    Migration { number: 3, name: "declare publication requests", run: declare },
    Migration { number: 4, name: "declare files that are brought in", run: declare },
]);

/// Declares everything as it stands in the code. A later migration that changes a declaration
/// runs this again.
fn declare(database: &Database) -> BoxFuture<'_, Result<(), Error>> {
    async move {
        for collection in collections() {
            collection.declare(database).await?;
        }
        Ok(())
    }
    .boxed()
}
