//! How starting and stopping telemetry can fail.

use std::error::Error;
use std::time::Duration;

type Cause = Box<dyn Error + Send + Sync>;

/// Telemetry could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// The log directives do not parse.
    #[error("log level `{directive}` is not a level or `target=level`")]
    LogLevel {
        /// The part that does not parse.
        directive: String,
    },
    /// The address spans are sent to is not usable.
    #[error("trace endpoint `{endpoint}` is not an http address")]
    Endpoint {
        /// The address as it was given.
        endpoint: String,
    },
    /// The share of traces to keep is not between 0 and 1.
    #[error("trace sample ratio {ratio} is not between 0 and 1")]
    SampleRatio {
        /// The share as it was given.
        ratio: f64,
    },
    /// The exporter of spans could not be built.
    #[error("the exporter of traces could not be built")]
    Exporter {
        /// What it said.
        #[source]
        cause: Cause,
    },
    /// Another subscriber was installed before.
    #[error("telemetry was installed before in this process")]
    AlreadyInstalled {
        /// What `tracing` said.
        #[source]
        cause: Cause,
    },
}

/// Some spans may not have arrived.
#[derive(Debug, thiserror::Error)]
pub enum FlushError {
    /// The collector did not take them in time.
    #[error("traces were not flushed within {} ms", timeout.as_millis())]
    TimedOut {
        /// The time that was given.
        timeout: Duration,
    },
    /// The collector refused them or could not be reached.
    #[error("traces could not be flushed")]
    Failed {
        /// What the exporter said.
        #[source]
        cause: Cause,
    },
}
