//! Counts of failed attempts to sign in. Each is one document, counted by the server itself.

use async_trait::async_trait;
use bson::{Bson, doc};
use courses_domain::identity::{AttemptKey, Attempts};
use courses_port::StoreError;
use courses_port::identity::SignInAttempts;
use futures::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use xmongo::{Failure, classify};

use crate::MongoStore;
use crate::convert::to_date;
use crate::document::{AttemptsDocument, attempts_id, count_update};
use crate::query;
use crate::schema::SIGN_IN_ATTEMPTS;

/// A count is forgotten so long after the last failure.
const MEMORY: SignedDuration = SignedDuration::from_hours(24);

#[async_trait]
impl SignInAttempts for MongoStore {
    #[tracing::instrument(name = "repository.mongo.find_attempts", skip_all)]
    async fn find_attempts(
        &self,
        keys: &[AttemptKey],
        now: Timestamp,
    ) -> Result<Vec<Attempts>, StoreError> {
        let found = self.fetch::<AttemptsDocument>(query::attempts_by_keys(keys)).await?;
        let forgotten = forgotten(now);
        let of = |key| {
            let known = found.iter().find(|counted| counted.is_of(key));
            let attempts = known.map(|counted| counted.attempts);
            attempts.filter(|attempts| attempts.last_failed_at > forgotten)
        };
        Ok(keys.iter().map(|key| of(key).unwrap_or(Attempts::NONE)).collect())
    }

    #[tracing::instrument(name = "repository.mongo.count_failure", skip_all)]
    async fn count_failure(&self, keys: &[AttemptKey], now: Timestamp) -> Result<(), StoreError> {
        try_join_all(keys.iter().map(|key| self.count_one(key, now))).await.map(drop)
    }

    #[tracing::instrument(name = "repository.mongo.forget_failures", skip_all)]
    async fn forget_failures(&self, key: &AttemptKey) -> Result<(), StoreError> {
        let (store, counts) = (self.clone(), self.collection(SIGN_IN_ATTEMPTS));
        let one = doc! { "_id": attempts_id(key) };
        let forget =
            async move { store.send("delete", SIGN_IN_ATTEMPTS, counts.delete_one(one)).await };
        self.in_time(forget).await.map(drop)
    }

    #[tracing::instrument(name = "repository.mongo.purge_attempts", skip_all)]
    async fn purge_attempts(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let forgotten = forgotten(now);
        // One that was counted again meanwhile is not forgotten any more.
        let still = doc! { "last_failed_at": { "$lte": to_date(forgotten) } };
        self.purge(query::forgotten_attempts(forgotten, limit), limit, still).await
    }
}

impl MongoStore {
    /// One atomic write. Of two that begin a count at once the later is refused, and then finds
    /// the count of the first.
    async fn count_one(&self, key: &AttemptKey, now: Timestamp) -> Result<(), StoreError> {
        let (store, counts) = (self.clone(), self.collection(SIGN_IN_ATTEMPTS));
        let id = Bson::from(attempts_id(key));
        self.in_time(async move {
            let update = count_update(now, forgotten(now));
            let count = || {
                let update = counts.update_one(doc! { "_id": &id }, update.clone()).upsert(true);
                store.send("update", SIGN_IN_ATTEMPTS, update)
            };
            match count().await {
                Err(error) if matches!(classify(&error), Failure::DuplicateKey { .. }) => {
                    count().await
                }
                counted => counted,
            }
        })
        .await
        .map(drop)
    }
}

/// A count whose last failure is not after this is forgotten.
fn forgotten(now: Timestamp) -> Timestamp {
    now.saturating_sub(MEMORY).unwrap_or(Timestamp::MIN)
}
