//! Whether a store can do its work.

use async_trait::async_trait;

use crate::StoreError;

/// Tells whether a store is usable.
#[async_trait]
pub trait Health: Send + Sync {
    /// Asks the store for a sign of life that proves it can be read and written.
    ///
    /// # Errors
    ///
    /// [`StoreError`] with the reason.
    async fn check(&self) -> Result<(), StoreError>;
}
