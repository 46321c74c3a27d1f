//! The log that every reader of events reads, and how events get there.
//!
//! An event commits inside the record of its aggregate. The collector, a job that holds a lease,
//! moves it into the log, where it gets the next global position. Positions start at 1 and have
//! no gaps; an event stands in the log once; the events of one aggregate stand in the order of
//! their sequence.

use async_trait::async_trait;
use courses_domain::shared::EventId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::{Fence, StoreError};

/// An event in the log. `data` is the JSON text of the schema named by `type_name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedEvent {
    /// Its place in the log: 1, 2, 3 …
    pub position: u64,
    /// Its id.
    pub id: EventId,
    /// Its registered type.
    pub type_name: String,
    /// The kind of its aggregate.
    pub aggregate_kind: String,
    /// The id of its aggregate.
    pub aggregate_id: Uuid,
    /// Its place among the events of the aggregate: 1, 2, 3 …
    pub sequence: u64,
    /// When the change was decided.
    pub time: Timestamp,
    /// Who asked for it.
    pub actor: Option<Uuid>,
    /// The request that caused it.
    pub correlation_id: Option<String>,
    /// The event that caused it.
    pub causation_id: Option<Uuid>,
    /// W3C trace context of the request.
    pub traceparent: Option<String>,
    /// What happened, as JSON.
    pub data: String,
}

/// What one round of collecting did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CollectedEvents {
    /// How many events were appended to the log.
    pub appended: u64,
    /// Whether there may be more to collect right away.
    pub more: bool,
}

/// Keeps the log.
#[async_trait]
pub trait EventLog: Send + Sync {
    /// Moves up to `limit` aggregates' waiting events into the log, and removes what deleted
    /// aggregates left behind. Safe to be killed at any point and to be run twice; does nothing
    /// if `fence` is not the newest of its lease.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store fails.
    async fn collect(&self, fence: &Fence, limit: u32) -> Result<CollectedEvents, StoreError>;

    /// Up to `limit` events with a position greater than `after`, in order.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store fails.
    async fn read(&self, after: u64, limit: u32) -> Result<Vec<LoggedEvent>, StoreError>;

    /// How many aggregates have waiting events (counted up to 10,000), and the time of the
    /// oldest waiting event.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the store fails.
    async fn waiting(&self) -> Result<(u64, Option<Timestamp>), StoreError>;

    /// Returns when something may have been committed that waits to be collected, or after a
    /// while. A hint only: the collector polls anyway.
    async fn changed(&self);
}
