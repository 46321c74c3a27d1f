//! Whether the store works.

use async_trait::async_trait;
use courses_port::{Health, StoreError};

use crate::SqliteStore;
use crate::sql;

#[async_trait]
impl Health for SqliteStore {
    #[tracing::instrument(
        name = "repository.sqlite.check_health",
        skip_all,
        fields(db.system.name = "sqlite", db.operation.name = "check")
    )]
    async fn check(&self) -> Result<(), StoreError> {
        self.read(|db| db.one(&sql::ALIVE, [], |_| Ok(()))).await?;
        // An empty piece of work takes the write lock, commits nothing, and shows that the
        // thread that writes is alive and not behind.
        self.write(|_| Ok(())).await
    }
}
