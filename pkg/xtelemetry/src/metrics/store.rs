//! Commands to a store.

use super::Registry;
use super::series::{Counter, Histogram};

/// Upper bounds in seconds.
const BUCKETS: [f64; 12] =
    [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0, 5.0];

/// Counts commands: `<prefix>_store_commands_total{collection,command,outcome}` and
/// `<prefix>_store_command_seconds{collection,command}`.
#[derive(Debug, Clone)]
pub struct StoreMetrics {
    commands: Counter<3>,
    seconds: Histogram<2>,
}

impl StoreMetrics {
    /// Adds the metrics to `registry`.
    #[must_use]
    pub fn new(registry: &Registry) -> Self {
        Self {
            commands: registry.counter(
                "store_commands_total",
                "Commands that the store answered or refused.",
                ["collection", "command", "outcome"],
            ),
            seconds: registry.histogram(
                "store_command_seconds",
                "Time of a command, from sending it to its answer.",
                ["collection", "command"],
                &BUCKETS,
            ),
        }
    }

    /// Counts a command. `outcome` is a class, such as `ok`, `conflict` or `error`.
    pub fn finished(&self, collection: &str, command: &str, outcome: &str, seconds: f64) {
        self.commands.increment([collection, command, outcome]);
        self.seconds.observe([collection, command], seconds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_counted_by_collection_command_and_outcome() {
        let registry = Registry::new("courses");
        StoreMetrics::new(&registry).finished("courses", "find", "ok", 0.001);

        let text = registry.render().1;
        let line =
            r#"courses_store_commands_total{collection="courses",command="find",outcome="ok"} 1"#;
        assert!(text.contains(line), "{text}");
        let line = r#"courses_store_command_seconds_count{collection="courses",command="find"} 1"#;
        assert!(text.contains(line), "{text}");
    }
}
