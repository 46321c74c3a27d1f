//! Ends what merges began: moves what names the ones that went, and goes on looking for it as long
//! as a request that read them before the merge may still commit.
//!
//! Any number of replicas may run this: a lease lets one of them work at a time. Two at once would
//! only be in each other's way.

use std::sync::Arc;

use courses_domain::catalogue::{Merged, Replacement};
use courses_port::catalogue::CatalogueChange;
use courses_port::{ChangeSet, CommitError, Leases, StoreError};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::catalogue::{move_references, save};
use crate::{Ports, Request, WriteError};

/// Settles merges.
pub struct SettleMerges {
    ports: Ports,
    leases: Arc<dyn Leases>,
    holder: Uuid,
}

/// What one round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SettlingRound {
    /// Whether this replica held the lease.
    pub held: bool,
    /// How many steps moved something.
    pub steps: u64,
    /// How many merges were settled.
    pub settled: u64,
}

/// A merge that is not settled.
struct Unsettled {
    replacement: Replacement,
    at: Timestamp,
    over: bool,
    /// The change that settles it.
    settle: CatalogueChange,
}

impl SettleMerges {
    /// The name of the lease.
    pub const LEASE: &'static str = "merge-settler";
    /// For how long the lease is taken; a dead replica is replaced after this.
    pub const LEASE_SECONDS: i64 = 30;
    /// A younger merge is left to the request that asked for it.
    pub const LEAVE: SignedDuration = SignedDuration::from_secs(10);
    /// How many merges of a kind one round looks at.
    const MOST: u32 = 100;

    /// A settler that is known as `holder`, an id of this process.
    #[must_use]
    pub const fn new(ports: Ports, leases: Arc<dyn Leases>, holder: Uuid) -> Self {
        Self { ports, leases, holder }
    }

    /// Takes or prolongs the lease and moves everything that is left, step by step. Before each
    /// step the lease is prolonged, and `go_on` is asked whether to make another one.
    ///
    /// # Errors
    ///
    /// [`WriteError::Store`]; what was moved stays, trying again is safe.
    #[tracing::instrument(name = "usecase.merges.settle", level = "debug", skip_all)]
    pub async fn execute(&self, go_on: impl Fn() -> bool) -> Result<SettlingRound, WriteError> {
        let id = self.ports.ids.new_id().to_string();
        let request = &Request { actor: None, id, traceparent: None };
        let mut round = SettlingRound::default();
        if !self.hold().await? {
            return Ok(round);
        }
        round.held = true;
        for merge in self.unsettled(request).await? {
            let now = self.ports.clock.now();
            if now.duration_since(merge.at) < Self::LEAVE {
                continue;
            }
            while move_references::step(&self.ports, request, merge.replacement).await? {
                round.steps += 1;
                if !go_on() || !self.hold().await? {
                    return Ok(round);
                }
            }
            if merge.over && self.settle(merge.settle).await? {
                round.settled += 1;
            }
        }
        Ok(round)
    }

    /// Gives the lease back so that another replica can go on at once.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the lease then runs out by itself.
    pub async fn release(&self) -> Result<(), StoreError> {
        self.leases.release(Self::LEASE, self.holder).await
    }

    async fn hold(&self) -> Result<bool, StoreError> {
        let now = self.ports.clock.now();
        let until = now
            .checked_add(SignedDuration::from_secs(Self::LEASE_SECONDS))
            .map_err(StoreError::broken)?;
        Ok(self.leases.acquire(Self::LEASE, self.holder, now, until).await?.is_some())
    }

    async fn unsettled(&self, request: &Request) -> Result<Vec<Unsettled>, StoreError> {
        let (ports, now) = (&self.ports, self.ports.clock.now());
        let mut all = Vec::new();
        for mut subject in ports.catalogue.find_unsettled_subjects(Self::MOST).await? {
            let Some(Merged { into, at, .. }) = subject.state().merged else { continue };
            let from = subject.state().id;
            let over = subject.state().merged.is_some_and(|merged| merged.is_over(now));
            subject.settle();
            let settle = save::subject(ports, request, now, subject);
            let replacement = Replacement::Subject { from, to: into };
            all.push(Unsettled { replacement, at, over, settle });
        }
        for mut instructor in ports.catalogue.find_unsettled_instructors(Self::MOST).await? {
            let Some(Merged { into, at, .. }) = instructor.state().merged else { continue };
            let from = instructor.state().id;
            let over = instructor.state().merged.is_some_and(|merged| merged.is_over(now));
            instructor.settle();
            let settle = save::instructor(ports, request, now, instructor);
            let replacement = Replacement::Instructor { from, to: into };
            all.push(Unsettled { replacement, at, over, settle });
        }
        Ok(all)
    }

    /// `false` if somebody else did it meanwhile.
    async fn settle(&self, change: CatalogueChange) -> Result<bool, StoreError> {
        let set = ChangeSet::new(self.ports.clock.now()).with(change);
        match self.ports.commit.commit(set).await {
            Ok(()) => Ok(true),
            Err(CommitError::Conflict(_)) => Ok(false),
            Err(CommitError::Store(err)) => Err(err),
        }
    }
}
