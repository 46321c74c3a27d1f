//! Leases.

use async_trait::async_trait;
use courses_port::{Fence, Lease, Leases, StoreError};
use jiff::Timestamp;
use uuid::Uuid;

use crate::SqliteStore;
use crate::row::{Columns, blob, millis};
use crate::sql;

#[async_trait]
impl Leases for SqliteStore {
    #[tracing::instrument(
        name = "repository.sqlite.acquire_lease",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "update",
            db.collection.name = "leases"
        )
    )]
    async fn acquire(
        &self,
        name: &str,
        holder: Uuid,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Option<Lease>, StoreError> {
        let name = name.to_owned();
        self.write(move |db| {
            let bound = (&name, blob(holder), millis(now), millis(expires_at));
            let token = db.one(&sql::ACQUIRE_LEASE, bound, |row| {
                Columns::named("leases", row, name.clone()).counter("token")
            })?;
            Ok(token.map(|token| Lease { fence: Fence { name, token }, expires_at }))
        })
        .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.release_lease",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "update",
            db.collection.name = "leases"
        )
    )]
    async fn release(&self, name: &str, holder: Uuid) -> Result<(), StoreError> {
        let name = name.to_owned();
        self.write(move |db| db.run(&sql::RELEASE_LEASE, (name, blob(holder)))).await?;
        Ok(())
    }
}
