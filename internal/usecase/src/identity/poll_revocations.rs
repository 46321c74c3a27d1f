//! Learns from the store which access tokens are void.

use std::sync::{Arc, Mutex, PoisonError};

use courses_domain::identity::TokenRevocation;
use courses_port::identity::IdentityReader;
use courses_port::{Clock, StoreError};
use jiff::{SignedDuration, Timestamp};

use crate::identity::Revocations;

/// Brings what this process knows up to date.
pub struct PollRevocations {
    identity: Arc<dyn IdentityReader>,
    clock: Arc<dyn Clock>,
    known: Arc<Revocations>,
    /// When the last round that went well began.
    polled_at: Mutex<Option<Timestamp>>,
}

impl PollRevocations {
    /// How far each round looks back beyond the last one: so much may clocks differ, and so long
    /// may a commit take.
    pub const OVERLAP: SignedDuration = SignedDuration::from_secs(60);
    /// How many revocations one step reads.
    pub const STEP: u32 = 1_000;

    /// A use case that keeps `known` up to date.
    #[must_use]
    pub const fn new(
        identity: Arc<dyn IdentityReader>,
        clock: Arc<dyn Clock>,
        known: Arc<Revocations>,
    ) -> Self {
        Self { identity, clock, known, polled_at: Mutex::new(None) }
    }

    /// Learns everything the first time, and afterwards what is new. Serve nobody before the
    /// first time went well.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the next round then looks back further.
    #[tracing::instrument(name = "usecase.identity.poll_revocations", level = "debug", skip_all)]
    pub async fn execute(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        let last = *self.polled_at.lock().unwrap_or_else(PoisonError::into_inner);
        let since = last.and_then(|at| at.checked_sub(Self::OVERLAP).ok());
        let found = self.read(since.unwrap_or(Timestamp::UNIX_EPOCH), now).await?;
        self.known.merge(&found, now);
        *self.polled_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        Ok(())
    }

    /// Reads step by step: each begins at the moment of the last record, and grows if a whole
    /// step was recorded in one moment.
    async fn read(
        &self,
        mut since: Timestamp,
        now: Timestamp,
    ) -> Result<Vec<TokenRevocation>, StoreError> {
        let (mut all, mut limit) = (Vec::new(), Self::STEP);
        loop {
            let step = self.identity.revocations_since(since, now, limit).await?;
            let full = step.len() >= limit as usize;
            let last = step.last().map(|it| it.recorded_at);
            all.extend(step);
            match last {
                Some(last) if full && last > since => since = last,
                Some(_) if full => limit = limit.saturating_mul(2),
                _ => return Ok(all),
            }
        }
    }
}
