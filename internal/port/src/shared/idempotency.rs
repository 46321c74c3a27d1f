//! How a repeated request finds the answer of the first one.
//!
//! The record commits in the same change set as the effect, so there is never one without the
//! other. There is no reservation: of several identical requests at once one commits, and the
//! others are told [`crate::Conflict::IdempotencyKeyTaken`] and answer what the first answered.

use async_trait::async_trait;
use courses_domain::shared::AccountId;
use jiff::Timestamp;

use crate::StoreError;

/// Within what an idempotency key is unique.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyScope {
    /// Who makes the request.
    pub actor: AccountId,
    /// The operation, by its name in the contract.
    pub operation: String,
    /// The key that the client chose.
    pub key: String,
}

/// The first answer, as it went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer {
    /// The status code.
    pub status: u16,
    /// Header names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// A record to commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyWrite {
    /// Within what the key is unique.
    pub scope: IdempotencyScope,
    /// SHA-256 of the request.
    pub fingerprint: [u8; 32],
    /// What was answered.
    pub answer: StoredAnswer,
    /// When the request was answered.
    pub created_at: Timestamp,
    /// From when on the key may be used again. A record past this time counts as absent; a
    /// commit replaces it.
    pub expires_at: Timestamp,
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyRecord {
    /// SHA-256 of the first request.
    pub fingerprint: [u8; 32],
    /// What was answered.
    pub answer: StoredAnswer,
}

/// Finds earlier answers.
#[async_trait]
pub trait IdempotencyStore: Send + Sync {
    /// The record of this scope that is not expired at `now`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store fails.
    async fn find_answer(
        &self,
        scope: &IdempotencyScope,
        now: Timestamp,
    ) -> Result<Option<IdempotencyRecord>, StoreError>;

    /// Removes up to `limit` records that are expired at `now`; answers how many.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store fails.
    async fn purge_expired(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError>;
}
