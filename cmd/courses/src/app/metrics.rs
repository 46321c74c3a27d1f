//! Every metric of the program.

use std::sync::Arc;

use xtelemetry::{CacheMetrics, HttpMetrics, JobMetrics, OutboxMetrics, Registry, StoreMetrics};

/// The registry and what is counted in it.
#[derive(Clone)]
pub(crate) struct Metrics {
    pub(crate) registry: Registry,
    pub(crate) http: HttpMetrics,
    pub(crate) store: StoreMetrics,
    pub(crate) cache: CacheMetrics,
    pub(crate) jobs: Arc<JobMetrics>,
    pub(crate) outbox: Arc<OutboxMetrics>,
}

impl Metrics {
    /// Registers everything under the prefix `courses`.
    pub(crate) fn new() -> Self {
        let registry = Registry::new("courses");
        Self {
            http: HttpMetrics::new(&registry),
            store: StoreMetrics::new(&registry),
            cache: CacheMetrics::new(&registry),
            jobs: Arc::new(JobMetrics::new(&registry)),
            outbox: Arc::new(OutboxMetrics::new(&registry)),
            registry,
        }
    }
}
