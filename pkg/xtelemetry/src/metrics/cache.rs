//! Caches and the stores behind them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::Registry;
use super::series::{Counter, Gauge, Histogram, OneCounter, OneHistogram};

/// Upper bounds in seconds: what is remembered takes less than a microsecond.
const BUCKETS: [f64; 10] =
    [0.000_001, 0.000_01, 0.0001, 0.0005, 0.001, 0.005, 0.025, 0.1, 0.5, 2.5];

/// What an answer can be.
const OUTCOMES: [&str; 4] = ["hit", "miss", "shared", "error"];

/// Watches caches: `<prefix>_cache_answers_total{cache,outcome}`,
/// `<prefix>_cache_answer_seconds{cache,outcome}` as the caller sees it,
/// `<prefix>_cache_store_seconds{cache}` for the store behind it,
/// `<prefix>_cache_entries{cache}` and `<prefix>_cache_bytes{cache}`.
#[derive(Debug, Clone)]
pub struct CacheMetrics {
    answers: Counter<2>,
    seconds: Histogram<2>,
    store: Histogram<1>,
    entries: Gauge<1>,
    bytes: Gauge<1>,
}

impl CacheMetrics {
    /// Adds the metrics to `registry`.
    #[must_use]
    pub fn new(registry: &Registry) -> Self {
        Self {
            answers: registry.counter(
                "cache_answers_total",
                "Answers of a cache, by where they came from.",
                ["cache", "outcome"],
            ),
            seconds: registry.histogram(
                "cache_answer_seconds",
                "Time until a cache answered, the store included if it was asked.",
                ["cache", "outcome"],
                &BUCKETS,
            ),
            store: registry.histogram(
                "cache_store_seconds",
                "Time that the store behind a cache took.",
                ["cache"],
                &BUCKETS,
            ),
            entries: registry.gauge("cache_entries", "Entries that a cache holds.", ["cache"]),
            bytes: registry.gauge("cache_bytes", "Bytes that a cache holds.", ["cache"]),
        }
    }

    /// The metrics of one cache, which are shown with 0 from now on.
    #[must_use]
    pub fn of(&self, cache: &'static str) -> OneCacheMetrics {
        let outcome = |outcome: &'static str| {
            let labels = [cache, outcome];
            (outcome, (self.answers.one(labels), self.seconds.one(labels)))
        };
        OneCacheMetrics {
            cache,
            outcomes: Arc::new(OUTCOMES.into_iter().map(outcome).collect()),
            store: self.store.one([cache]),
            entries: self.entries.clone(),
            bytes: self.bytes.clone(),
        }
    }
}

/// The metrics of one cache, found once: counting an answer looks no series up.
#[derive(Debug, Clone)]
pub struct OneCacheMetrics {
    cache: &'static str,
    outcomes: Arc<BTreeMap<&'static str, (OneCounter, OneHistogram)>>,
    store: OneHistogram,
    entries: Gauge<1>,
    bytes: Gauge<1>,
}

impl OneCacheMetrics {
    /// Counts an answer. `outcome` is `hit`, `miss`, `shared` or `error`; any other word is left
    /// out, so that the number of series is bounded.
    pub fn answered(&self, outcome: &str, took: Duration, store_took: Option<Duration>) {
        if let Some((answers, seconds)) = self.outcomes.get(outcome) {
            answers.increment();
            seconds.observe(took.as_secs_f64());
        }
        if let Some(store_took) = store_took {
            self.store.observe(store_took.as_secs_f64());
        }
    }

    /// Shows how much the cache holds.
    #[expect(clippy::cast_precision_loss, reason = "a gauge need not be exact beyond 2^53")]
    pub fn holds(&self, entries: u64, bytes: u64) {
        self.entries.set([self.cache], entries as f64);
        self.bytes.set([self.cache], bytes as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_cache_and_outcome_with_both_times() {
        let registry = Registry::new("courses");
        let metrics = CacheMetrics::new(&registry).of("subjects");
        let text = registry.render().1;
        let line = r#"courses_cache_answers_total{cache="subjects",outcome="error"} 0"#;
        assert!(text.contains(line), "{text}");

        metrics.answered("hit", Duration::from_nanos(500), None);
        metrics.answered("miss", Duration::from_millis(2), Some(Duration::from_millis(1)));
        metrics.answered("some id", Duration::ZERO, None);
        metrics.holds(1, 300);

        let text = registry.render().1;
        for line in [
            r#"courses_cache_answers_total{cache="subjects",outcome="hit"} 1"#,
            r#"courses_cache_answers_total{cache="subjects",outcome="miss"} 1"#,
            r#"courses_cache_answer_seconds_sum{cache="subjects",outcome="miss"} 0.002"#,
            r#"courses_cache_store_seconds_sum{cache="subjects"} 0.001"#,
            r#"courses_cache_store_seconds_count{cache="subjects"} 1"#,
            r#"courses_cache_entries{cache="subjects"} 1"#,
            r#"courses_cache_bytes{cache="subjects"} 300"#,
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
        assert!(!text.contains("some id"));
    }
}
