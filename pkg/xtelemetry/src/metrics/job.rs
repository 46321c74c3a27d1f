//! Runs of background jobs.

use super::Registry;
use super::series::{Counter, Histogram};

/// Upper bounds in seconds.
const BUCKETS: [f64; 10] = [0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0];

/// Counts runs: `<prefix>_job_runs_total{job,outcome}` and `<prefix>_job_run_seconds{job}`.
#[derive(Debug, Clone)]
pub struct JobMetrics {
    runs: Counter<2>,
    seconds: Histogram<1>,
}

impl JobMetrics {
    /// Adds the metrics to `registry`.
    #[must_use]
    pub fn new(registry: &Registry) -> Self {
        Self {
            runs: registry.counter(
                "job_runs_total",
                "Runs of background jobs that ended.",
                ["job", "outcome"],
            ),
            seconds: registry.histogram(
                "job_run_seconds",
                "Time of a run of a background job.",
                ["job"],
                &BUCKETS,
            ),
        }
    }

    /// Counts a run. `outcome` is a class, such as `ok`, `skipped` or `error`.
    pub fn finished(&self, job: &str, outcome: &str, seconds: f64) {
        self.runs.increment([job, outcome]);
        self.seconds.observe([job], seconds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_counted_by_job_and_outcome() {
        let registry = Registry::new("courses");
        JobMetrics::new(&registry).finished("collect_events", "ok", 0.2);

        let text = registry.render().1;
        let line = r#"courses_job_runs_total{job="collect_events",outcome="ok"} 1"#;
        assert!(text.contains(line), "{text}");
        assert!(text.contains(r#"courses_job_run_seconds_sum{job="collect_events"} 0.2"#));
    }
}
