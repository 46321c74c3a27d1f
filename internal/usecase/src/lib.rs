//! What people can ask of the school: one file per thing.
//!
//! A use case that changes something *reads* what it needs through query ports, lets the domain
//! *decide*, and *commits* one change set. A lost race is repaired by reading and deciding again;
//! a repeated request with an idempotency key gets the first answer. Who may do what stands in
//! one table, [`Operation::rule`].
//!
//! # How do I add one more?
//!
//! A file in the folder of its context with an input, `execute` and an output; a row in the
//! policy table (the code does not compile without it); a test beside it.

pub mod catalogue;
pub mod identity;
pub mod platform;
mod shared;

pub use shared::{
    Allowed, Idempotency, Operation, Ports, Precondition, ReadError, Refusal, Relation, Reply,
    Request, Rule, Taken, WriteError,
};
