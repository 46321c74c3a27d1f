//! `jobs`

use jiff::SignedDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{Duration, Invalid, Validate};

/// What the program does by itself.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct JobsConfig {
    /// Runs the jobs inside the service. Any number of instances may; a lease lets one work.
    pub(crate) enabled: bool,
    /// The longest pause between two rounds of collecting events.
    pub(crate) collect_every: Duration,
    /// The pause between two rounds of removing what has run out.
    pub(crate) tidy_every: Duration,
    /// How long an import that is over can be looked at.
    pub(crate) keep_imports: Duration,
}

impl JobsConfig {
    /// The same as a span of time.
    pub(crate) fn keep_imports(&self) -> SignedDuration {
        SignedDuration::try_from(std::time::Duration::from(self.keep_imports))
            .unwrap_or(SignedDuration::MAX)
    }
}

impl Default for JobsConfig {
    fn default() -> Self {
        Self {
            enabled: true,
            collect_every: Duration::from_secs(1),
            tidy_every: Duration::from_secs(60),
            keep_imports: Duration::from_secs(7 * 24 * 60 * 60),
        }
    }
}

impl Validate for JobsConfig {
    fn validate(&self) -> Result<(), Invalid> {
        Invalid::unless(!self.collect_every.is_zero(), "collect_every", "must not be nothing")?;
        Invalid::unless(!self.tidy_every.is_zero(), "tidy_every", "must not be nothing")?;
        Invalid::unless(!self.keep_imports.is_zero(), "keep_imports", "must not be nothing")
    }
}
