//! Removes what has run out. Deadlines are checked where they matter; this saves space and
//! forgets devices and addresses.

use std::sync::Arc;

use courses_port::identity::{IdentityReader, SignInAttempts};
use courses_port::{Clock, StoreError};

/// Removes sessions that ended, revocations that have run out and failures that are forgotten.
pub struct TidyIdentity {
    identity: Arc<dyn IdentityReader>,
    attempts: Arc<dyn SignInAttempts>,
    clock: Arc<dyn Clock>,
}

impl TidyIdentity {
    /// How many records of a kind one step removes.
    pub const STEP: u32 = 500;

    /// A tidier over these ports.
    #[must_use]
    pub const fn new(
        identity: Arc<dyn IdentityReader>,
        attempts: Arc<dyn SignInAttempts>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { identity, attempts, clock }
    }

    /// Removes one step's worth; answers how many records are gone. If they are at least
    /// [`TidyIdentity::STEP`], there may be more.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    #[tracing::instrument(name = "usecase.identity.tidy", level = "debug", skip_all)]
    pub async fn execute(&self) -> Result<u64, StoreError> {
        let now = self.clock.now();
        let attempts = self.attempts.purge_attempts(now, Self::STEP).await?;
        Ok(attempts + self.identity.purge_identity(now, Self::STEP).await?)
    }
}
