//! Telemetry against a collector of our own.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod collector;
mod export;
mod lines;
mod propagation;
mod stopping;

use std::time::Duration;

use xtelemetry::{Options, Otlp};

/// Long enough for a loaded machine; a test that works never waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

fn exporting_to(endpoint: &str) -> Options {
    let mut options = Options::new("courses", "1.2.3");
    "off".clone_into(&mut options.log_level);
    options.otlp = Some(Otlp::new(endpoint));
    options
}
