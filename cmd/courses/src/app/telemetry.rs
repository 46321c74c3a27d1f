//! The telemetry that the configuration asks for.

use xtelemetry::{LogFormat, Options, Otlp};

use crate::config::{LogFormat as Wanted, TelemetryConfig};

/// What `xtelemetry` needs to know.
pub(crate) fn options(config: &TelemetryConfig) -> Options {
    let mut options = Options::new("courses", env!("CARGO_PKG_VERSION"));
    options.log_level.clone_from(&config.log_level);
    options.log_format = match config.log_format {
        Wanted::Auto => LogFormat::Auto,
        Wanted::Human => LogFormat::Human,
        Wanted::Json => LogFormat::Json,
    };
    options.otlp = config.otlp_endpoint.as_ref().map(|endpoint| {
        let mut otlp = Otlp::new(endpoint.clone());
        otlp.timeout = config.otlp_timeout.into();
        otlp.sample_ratio = f64::from(config.sample_per_mille) / 1000.0;
        otlp
    });
    options
}
