//! What the running program remembers of the store.

use std::collections::HashMap;
use std::sync::Arc;

use courses_repository_cache::{NAMES, Observer, Options, over};
use xcache::Answered;
use xtelemetry::{CacheMetrics, OneCacheMetrics};

use crate::app::StorePorts;
use crate::config::CacheConfig;

/// The same ports with a cache for lists, if the configuration has room and time for one.
pub(crate) fn with_cache(
    ports: &StorePorts,
    config: CacheConfig,
    metrics: &CacheMetrics,
) -> StorePorts {
    let mut ports = ports.clone();
    if config.is_on() {
        let observer = Arc::new(Counted(NAMES.map(|name| (name, metrics.of(name))).into()));
        let (room, ttl) = (config.size.bytes(), config.ttl.into());
        let options = Options { room, ttl, observer: Some(observer) };
        (ports.listed, ports.commit) = over(ports.listed, ports.commit, &options);
    }
    ports
}

/// Counts what caches do.
struct Counted(HashMap<&'static str, OneCacheMetrics>);

impl Observer for Counted {
    fn answered(&self, cache: &'static str, answered: &Answered) {
        if let Some(metrics) = self.0.get(cache) {
            metrics.answered(answered.outcome.word(), answered.took, answered.store_took);
        }
    }

    fn holds(&self, cache: &'static str, entries: u64, bytes: u64) {
        if let Some(metrics) = self.0.get(cache) {
            metrics.holds(entries, bytes);
        }
    }
}
