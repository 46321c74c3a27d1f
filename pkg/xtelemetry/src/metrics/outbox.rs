//! Events on their way from the outbox to the log.

use std::time::Duration;

use super::Registry;
use super::series::{Counter, Gauge};

/// Watches the outbox: `<prefix>_outbox_lag_events`, `<prefix>_outbox_age_seconds` and
/// `<prefix>_outbox_collected_total`.
#[derive(Debug, Clone)]
pub struct OutboxMetrics {
    lag: Gauge<0>,
    age: Gauge<0>,
    collected: Counter<0>,
}

impl OutboxMetrics {
    /// Adds the metrics to `registry`.
    #[must_use]
    pub fn new(registry: &Registry) -> Self {
        Self {
            lag: registry.gauge("outbox_lag_events", "Events that wait in the outbox.", []),
            age: registry.gauge(
                "outbox_age_seconds",
                "Age of the oldest event in the outbox, 0 when it is empty.",
                [],
            ),
            collected: registry.counter(
                "outbox_collected_total",
                "Events moved from the outbox to the log.",
                [],
            ),
        }
    }

    /// Shows how many events wait, and the age of the oldest of them.
    pub fn waiting(&self, events: u32, oldest: Option<Duration>) {
        self.lag.set([], f64::from(events));
        self.age.set([], oldest.unwrap_or_default().as_secs_f64());
    }

    /// Counts events that were moved to the log.
    pub fn collected(&self, events: u64) {
        self.collected.add([], events);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lag_is_what_waits_now_and_the_total_what_ever_left() {
        let registry = Registry::new("courses");
        let metrics = OutboxMetrics::new(&registry);
        metrics.waiting(3, Some(Duration::from_millis(1500)));
        metrics.collected(2);
        metrics.collected(1);

        let text = registry.render().1;
        assert!(text.contains("courses_outbox_lag_events 3"), "{text}");
        assert!(text.contains("courses_outbox_age_seconds 1.5"), "{text}");
        assert!(text.contains("courses_outbox_collected_total 3"), "{text}");
    }

    #[test]
    fn an_empty_outbox_has_no_age() {
        let registry = Registry::new("courses");
        let metrics = OutboxMetrics::new(&registry);
        metrics.waiting(3, Some(Duration::from_secs(9)));
        metrics.waiting(0, None);

        assert!(registry.render().1.contains("courses_outbox_age_seconds 0"));
    }
}
