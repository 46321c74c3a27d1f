//! Moves the events that wait beside their aggregates into the event log.
//!
//! Any number of replicas may run this: a lease with a fencing token lets one of them work at a
//! time, and a replica that lost the lease without noticing is refused by the store.

use std::sync::Arc;

use courses_port::{Clock, EventLog, Leases, StoreError};
use jiff::SignedDuration;
use uuid::Uuid;

/// Moves waiting events into the log.
pub struct CollectEvents {
    log: Arc<dyn EventLog>,
    leases: Arc<dyn Leases>,
    clock: Arc<dyn Clock>,
    holder: Uuid,
}

/// What one round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CollectedRound {
    /// Whether this replica held the lease.
    pub held: bool,
    /// How many events were appended to the log.
    pub appended: u64,
}

impl CollectEvents {
    /// The name of the lease.
    pub const LEASE: &'static str = "event-collector";
    /// For how long the lease is taken; a dead replica is replaced after this.
    pub const LEASE_SECONDS: i64 = 10;
    /// How many aggregates one step handles.
    pub const STEP: u32 = 200;

    /// A collector that is known as `holder`, an id of this process.
    #[must_use]
    pub const fn new(
        log: Arc<dyn EventLog>,
        leases: Arc<dyn Leases>,
        clock: Arc<dyn Clock>,
        holder: Uuid,
    ) -> Self {
        Self { log, leases, clock, holder }
    }

    /// Takes or prolongs the lease and moves everything that waits, step by step. Before each
    /// step the lease is prolonged, and `go_on` is asked whether to make another one.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was moved stays, trying again is safe.
    #[tracing::instrument(name = "usecase.events.collect", level = "debug", skip_all)]
    pub async fn execute(&self, go_on: impl Fn() -> bool) -> Result<CollectedRound, StoreError> {
        let mut round = CollectedRound::default();
        loop {
            let now = self.clock.now();
            let until = now
                .checked_add(SignedDuration::from_secs(Self::LEASE_SECONDS))
                .map_err(StoreError::broken)?;
            let lease = self.leases.acquire(Self::LEASE, self.holder, now, until).await?;
            let Some(lease) = lease else { return Ok(round) };
            round.held = true;
            let step = self.log.collect(&lease.fence, Self::STEP).await?;
            round.appended += step.appended;
            if !step.more || !go_on() {
                return Ok(round);
            }
        }
    }

    /// How many aggregates wait, and for how many seconds the oldest event has waited.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn backlog(&self) -> Result<(u64, Option<i64>), StoreError> {
        let (count, oldest) = self.log.waiting().await?;
        let now = self.clock.now();
        Ok((count, oldest.map(|at| now.duration_since(at).as_secs().max(0))))
    }

    /// Returns when there may be something to collect.
    pub async fn changed(&self) {
        self.log.changed().await;
    }

    /// Gives the lease back so that another replica can go on at once.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the lease then runs out by itself.
    pub async fn release(&self) -> Result<(), StoreError> {
        self.leases.release(Self::LEASE, self.holder).await
    }
}
