//! Numbers for Prometheus. Labels are patterns and classes, never ids or paths, so that the
//! number of series stays small.

mod cache;
mod http;
mod job;
mod outbox;
#[cfg(target_os = "linux")]
mod process;
mod registry;
mod series;
mod store;

pub use cache::{CacheMetrics, OneCacheMetrics};
pub use http::{HttpMetrics, InFlight};
pub use job::JobMetrics;
pub use outbox::OutboxMetrics;
pub use registry::Registry;
pub use series::{Counter, Gauge, Histogram};
pub use store::StoreMetrics;
