//! `shutdown`

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{Duration, Invalid, Validate};

/// How the program stops.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ShutdownConfig {
    /// How long to go on serving after readiness is off, so that balancers notice first.
    pub(crate) drain_delay: Duration,
    /// How long requests and jobs may take to end.
    pub(crate) task_timeout: Duration,
    /// How long all of it may take.
    pub(crate) deadline: Duration,
}

impl Default for ShutdownConfig {
    fn default() -> Self {
        Self {
            drain_delay: Duration::from_secs(0),
            task_timeout: Duration::from_secs(20),
            deadline: Duration::from_secs(30),
        }
    }
}

impl Validate for ShutdownConfig {
    fn validate(&self) -> Result<(), Invalid> {
        let fits = self.drain_delay < self.deadline;
        Invalid::unless(fits, "drain_delay", "must be shorter than `shutdown.deadline`")
    }
}
