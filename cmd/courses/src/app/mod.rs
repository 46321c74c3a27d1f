//! The composition root: which adapter serves which port, and what runs until the program stops.

mod cache;
mod demo;
mod http;
mod identity;
mod jobs;
mod keys;
mod metrics;
mod ports;
mod revocations;
#[cfg(feature = "fault-points")]
mod sabotage;
mod store;
mod telemetry;

pub(crate) use cache::with_cache;
pub(crate) use demo::import_demo;
pub(crate) use http::{Bound, Listeners, Served};
pub(crate) use identity::identity_ports;
pub(crate) use jobs::{JobsNeed, start as start_jobs};
pub(crate) use keys::follow_keys;
pub(crate) use metrics::Metrics;
pub(crate) use ports::StorePorts;
pub(crate) use revocations::know_revocations;
pub(crate) use store::Store;
pub(crate) use telemetry::options as telemetry_options;
