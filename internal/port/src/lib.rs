//! What the use cases need from outside, in words of the domain.
//!
//! A use case *reads* through a query port, *decides* in the domain, and *commits* one
//! [`ChangeSet`]: a plain value that lists everything that must become true together. The port
//! [`Commit`] has one method; an adapter applies the whole set or nothing of it.
//!
//! # How do I add one more?
//!
//! A new kind of change is a variant in the file of its context (`catalogue/change.rs`) and an
//! apply function in each adapter. A new question is a method of a query port. Every promise a
//! port makes is checked by the contract suite in `internal/testkit`, which runs against every
//! implementation.

pub mod catalogue;
pub mod identity;
pub mod shared;

pub use shared::{
    Change, ChangeSet, Clock, CollectedEvents, Commit, CommitError, Conflict, EventLog, Fence,
    Health, IdPosition, IdSource, IdempotencyRecord, IdempotencyScope, IdempotencyStore,
    IdempotencyWrite, Lease, Leases, LoggedEvent, Page, StoreError, StoredAnswer,
};
