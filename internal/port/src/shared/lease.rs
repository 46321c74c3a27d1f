//! How one of many replicas gets to do a job.

use async_trait::async_trait;
use jiff::Timestamp;
use uuid::Uuid;

use crate::StoreError;

/// Proof of who holds a lease. A newer lease has a greater token, so a store can refuse the
/// writes of somebody who believes to hold it still.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fence {
    /// The job.
    pub name: String,
    /// Rises each time the lease changes hands.
    pub token: u64,
}

/// A lease that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The proof.
    pub fence: Fence,
    /// Until when it is given.
    pub expires_at: Timestamp,
}

/// Gives leases.
#[async_trait]
pub trait Leases: Send + Sync {
    /// Gives the lease `name` to `holder` until `expires_at` if it is free or expired at `now`,
    /// or prolongs it, with the same token, if `holder` has it. `None` if somebody else has it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store fails.
    async fn acquire(
        &self,
        name: &str,
        holder: Uuid,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Option<Lease>, StoreError>;

    /// Gives the lease back if `holder` has it; else does nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store fails.
    async fn release(&self, name: &str, holder: Uuid) -> Result<(), StoreError>;
}
