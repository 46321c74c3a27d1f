//! What the service promises while things break: members of its replica set die, step down or
//! freeze, its store is away, the program is killed in the middle of something.
//!
//! Each test here runs in a short form with all other tests, but for those that need a program with
//! fault points. `cargo xtask chaos` runs all of them at full length, and `cargo xtask chaos
//! --saboteurs` runs them with somebody who breaks one promise on purpose: a test that does not
//! notice proves nothing.
//!
//! # How do I add one more?
//!
//! An `async fn` with the attribute of its neighbours that breaks something, compares what clients
//! were told with what is there, and ends with [`findings::Findings::tell`]; and its line, with its
//! saboteurs, in the table of the chore (`cmd/xtask/src/chaos/scenarios.rs`).
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]
#![cfg_attr(
    not(feature = "fault-points"),
    expect(dead_code, reason = "some of it is for the tests that need fault points")
)]

mod away;
#[cfg(feature = "fault-points")]
mod crash;
mod findings;
mod form;
mod home;
mod service;
mod storm;
mod truth;
mod writer;
