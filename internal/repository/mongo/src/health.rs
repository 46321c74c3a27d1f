//! Whether the store can be read and written.

use std::sync::atomic::Ordering;

use async_trait::async_trait;
use courses_port::{Health, StoreError};

use crate::MongoStore;
use crate::error::from_driver;
use crate::schema::MIGRATIONS;

/// The database is not what this program needs.
#[derive(Debug, thiserror::Error)]
#[error("the database is not migrated")]
struct NotMigrated;

#[async_trait]
impl Health for MongoStore {
    /// A primary answers, and the schema is in place. The driver pings whom it believes to be
    /// the primary, and nobody else.
    #[tracing::instrument(name = "repository.mongo.check", skip_all)]
    async fn check(&self) -> Result<(), StoreError> {
        let client = self.client().clone();
        self.in_time(async move { xmongo::ping(&client).await }).await?;
        if self.migrated().load(Ordering::Relaxed) {
            return Ok(());
        }
        match MIGRATIONS.are_applied(self.database()).await {
            Ok(true) => {
                self.migrated().store(true, Ordering::Relaxed);
                Ok(())
            }
            Ok(false) => Err(StoreError::unavailable(NotMigrated)),
            Err(xmongo::MigrateError::Server(error)) => Err(from_driver(error)),
            Err(newer) => Err(StoreError::broken(newer)),
        }
    }
}
