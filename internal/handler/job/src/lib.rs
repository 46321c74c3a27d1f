//! What the product does by itself, without a request: jobs that call use cases.
//!
//! A job runs until its token is cancelled, then ends its step. Each failure is logged and the
//! job goes on after a pause: a store that is away for a while stops nothing for good.

mod collector;
mod tidier;

pub use collector::{Collector, CollectorOptions};
pub use tidier::tidy_regularly;
