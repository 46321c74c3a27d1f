//! Failed sign-ins.

use async_trait::async_trait;
use courses_domain::identity::{AttemptKey, Attempts};
use courses_port::StoreError;
use courses_port::identity::SignInAttempts;
use jiff::Timestamp;
use rusqlite::Row;

use crate::SqliteStore;
use crate::error::Failure;
use crate::row::{Columns, millis};
use crate::sql;

/// How long after the last failure a count is forgotten, in milliseconds.
const MEMORY: i64 = 24 * 60 * 60 * 1_000;

#[async_trait]
impl SignInAttempts for SqliteStore {
    #[tracing::instrument(
        name = "repository.sqlite.find_attempts",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "attempts"
        )
    )]
    async fn find_attempts(
        &self,
        keys: &[AttemptKey],
        now: Timestamp,
    ) -> Result<Vec<Attempts>, StoreError> {
        let (keys, forgotten) = (keys.to_vec(), millis(now) - MEMORY);
        self.read(move |db| {
            let find = |key: &AttemptKey| {
                let bound = (key.kind.word(), key.hash.as_bytes(), forgotten);
                let found = db.one(&sql::FIND_ATTEMPTS, bound, |row| read(*key, row))?;
                Ok(found.unwrap_or(Attempts::NONE))
            };
            keys.iter().map(find).collect()
        })
        .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.count_failure",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "update",
            db.collection.name = "attempts"
        )
    )]
    async fn count_failure(&self, keys: &[AttemptKey], now: Timestamp) -> Result<(), StoreError> {
        let (keys, now) = (keys.to_vec(), millis(now));
        self.write(move |db| {
            for key in keys {
                let bound = (key.kind.word(), key.hash.as_bytes(), now, now - MEMORY);
                db.run(&sql::COUNT_FAILURE, bound)?;
            }
            Ok(())
        })
        .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.forget_failures",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "delete",
            db.collection.name = "attempts"
        )
    )]
    async fn forget_failures(&self, key: &AttemptKey) -> Result<(), StoreError> {
        let key = *key;
        self.write(move |db| db.run(&sql::FORGET_FAILURES, (key.kind.word(), key.hash.as_bytes())))
            .await?;
        Ok(())
    }

    #[tracing::instrument(
        name = "repository.sqlite.purge_attempts",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "delete",
            db.collection.name = "attempts"
        )
    )]
    async fn purge_attempts(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let bound = (millis(now) - MEMORY, limit);
        let purged = self.write(move |db| db.run(&sql::PURGE_ATTEMPTS, bound)).await?;
        Ok(u64::try_from(purged).unwrap_or(u64::MAX))
    }
}

fn read(key: AttemptKey, row: &Row<'_>) -> Result<Attempts, Failure> {
    let it = Columns::named("attempts", row, key.kind.word().to_owned());
    Ok(Attempts { failures: it.counter("failures")?, last_failed_at: it.time("last_failed_at")? })
}
