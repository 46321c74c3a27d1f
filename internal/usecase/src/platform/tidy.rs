//! Removes what has run out. Deadlines are checked where they matter; this only saves space.

use std::sync::Arc;

use courses_port::{Clock, IdempotencyStore, StoreError};

/// Removes idempotency records that have run out.
pub struct Tidy {
    idempotency: Arc<dyn IdempotencyStore>,
    clock: Arc<dyn Clock>,
}

impl Tidy {
    /// How many records one step removes.
    pub const STEP: u32 = 500;

    /// A tidier over these ports.
    #[must_use]
    pub const fn new(idempotency: Arc<dyn IdempotencyStore>, clock: Arc<dyn Clock>) -> Self {
        Self { idempotency, clock }
    }

    /// Removes one step's worth; answers how many records are gone.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    #[tracing::instrument(name = "usecase.platform.tidy", level = "debug", skip_all)]
    pub async fn execute(&self) -> Result<u64, StoreError> {
        self.idempotency.purge_expired(self.clock.now(), Self::STEP).await
    }
}
