//! Earlier answers.

use async_trait::async_trait;
use courses_port::{IdempotencyRecord, IdempotencyScope, IdempotencyStore, StoreError};
use jiff::Timestamp;

use crate::SqliteStore;
use crate::row::{blob, millis, read_answer};
use crate::sql;

#[async_trait]
impl IdempotencyStore for SqliteStore {
    #[tracing::instrument(
        name = "repository.sqlite.find_answer",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "idempotency"
        )
    )]
    async fn find_answer(
        &self,
        scope: &IdempotencyScope,
        now: Timestamp,
    ) -> Result<Option<IdempotencyRecord>, StoreError> {
        let scope = scope.clone();
        self.read(move |db| {
            let bound = (blob(scope.actor), &scope.operation, &scope.key, millis(now));
            db.one(&sql::FIND_ANSWER, bound, |row| read_answer(&scope.key, row))
        })
        .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.purge_answers",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "delete",
            db.collection.name = "idempotency"
        )
    )]
    async fn purge_expired(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let bound = (millis(now), limit);
        let purged = self.write(move |db| db.run(&sql::PURGE_ANSWERS, bound)).await?;
        Ok(u64::try_from(purged).unwrap_or(u64::MAX))
    }
}
