//! The composition root: which adapter serves which port, and what runs until the program stops.

mod demo;
mod http;
mod jobs;
mod metrics;
mod ports;
mod store;
mod telemetry;

pub(crate) use demo::import_demo;
pub(crate) use http::{Bound, Listeners};
pub(crate) use jobs::start as start_jobs;
pub(crate) use metrics::Metrics;
pub(crate) use ports::StorePorts;
pub(crate) use store::Store;
pub(crate) use telemetry::options as telemetry_options;
