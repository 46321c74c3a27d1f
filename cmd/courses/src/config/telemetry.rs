//! `telemetry`

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{Duration, Invalid, Validate};

/// Logs, traces and metrics.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct TelemetryConfig {
    /// What is logged: a level, and levels of single modules, such as `info,mongodb=warn`.
    pub(crate) log_level: String,
    /// The form of log lines.
    pub(crate) log_format: LogFormat,
    /// Where traces go, an OTLP address such as `http://127.0.0.1:4318`. Nowhere if missing.
    pub(crate) otlp_endpoint: Option<String>,
    /// How long sending traces may take.
    pub(crate) otlp_timeout: Duration,
    /// Of how many requests in a thousand traces are kept, unless the caller decided.
    pub(crate) sample_per_mille: u32,
}

/// The forms of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogFormat {
    /// For people on a terminal, JSON elsewhere.
    #[default]
    Auto,
    /// For people.
    Human,
    /// One JSON object a line.
    Json,
}

impl Default for TelemetryConfig {
    fn default() -> Self {
        Self {
            log_level: "info".to_owned(),
            log_format: LogFormat::Auto,
            otlp_endpoint: None,
            otlp_timeout: Duration::from_secs(10),
            sample_per_mille: 1000,
        }
    }
}

impl Validate for TelemetryConfig {
    fn validate(&self) -> Result<(), Invalid> {
        let known = self.sample_per_mille <= 1000;
        Invalid::unless(known, "sample_per_mille", "must be between 0 and 1000")
    }
}
