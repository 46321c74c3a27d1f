//! What a cache promises, one file for each promise.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod bounds;
mod freshness;
mod holding;
mod observing;
mod single_flight;
mod support;
