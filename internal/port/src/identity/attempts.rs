//! How often signing in failed, so that guessing becomes slow on every instance at once.

use async_trait::async_trait;
use courses_domain::identity::{AttemptKey, Attempts};
use jiff::Timestamp;

use crate::StoreError;

/// Counts failed attempts per key. A count is forgotten a day after the last failure.
///
/// Counting stands apart from change sets: a failure must be counted although nothing else is
/// committed.
#[async_trait]
pub trait SignInAttempts: Send + Sync {
    /// What is known about these keys, in their order; no failures for an unknown or forgotten
    /// one.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store fails.
    async fn find_attempts(
        &self,
        keys: &[AttemptKey],
        now: Timestamp,
    ) -> Result<Vec<Attempts>, StoreError>;

    /// Counts one failure more for each of these keys. Concurrent calls are all counted.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store fails.
    async fn count_failure(&self, keys: &[AttemptKey], now: Timestamp) -> Result<(), StoreError>;

    /// Forgets the failures of this key.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store fails.
    async fn forget_failures(&self, key: &AttemptKey) -> Result<(), StoreError>;

    /// Removes up to `limit` counts that are forgotten at `now`; answers how many.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store fails.
    async fn purge_attempts(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError>;
}
