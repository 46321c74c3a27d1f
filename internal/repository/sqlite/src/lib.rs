//! The ports on `SQLite`: the store a first try runs on, one file in a folder.
//!
//! # How it works
//!
//! One thread writes, a small pool of connections reads; both are out of the runtime's way. The
//! writer commits for everybody who waits at once, so that many small changes cost one wait for
//! the disk. The file is in write-ahead mode, so readers never wait for the writer; `synchronous`
//! is `FULL`, so what was acknowledged survives a power cut. Several processes can use one file.
//!
//! # Where is what?
//!
//! - `migration`: the tables, step by step.
//! - `sql`: every statement; a test lets the planner explain each of them.
//! - `row`: what stands in the columns, and the conversions.
//! - `apply`: how each kind of change becomes true.
//! - `read`: how each question is answered.
//! - `engine`: threads, connections, deadlines.
//!
//! # How do I add one more?
//!
//! A new kind of change is an apply function in `apply`, a new question a statement in `sql` and
//! a method in `read`, a new table a migration. The contract suite of the test kit runs against
//! the whole.
//!
//! # Growth
//!
//! Made for one server: writes are limited by one core and one disk, reads by cores. Lists cost
//! what they show; counting facets, searching for common words, suggesting and looking for people by
//! a short beginning cost what matches. The log of events and the audit log grow for ever and are
//! only appended to.

mod apply;
mod attempts;
mod engine;
mod error;
mod event_log;
mod health;
mod idempotency;
mod leases;
mod migration;
mod options;
mod read;
mod row;
mod sql;
mod store;

pub use error::OpenError;
pub use options::Options;
pub use store::SqliteStore;
