//! What a program tells this crate about itself: plain values, so that the configuration
//! loader stays elsewhere.

use std::time::Duration;

/// How a program wants to be observed.
#[derive(Debug, Clone)]
pub struct Options {
    /// `service.name` of every exported span.
    pub service_name: String,
    /// `service.version` of every exported span.
    pub service_version: String,
    /// Which log lines are written: `info`, or `info,courses_usecase=debug`. A text without
    /// directives means `info`.
    pub log_level: String,
    /// How a log line looks.
    pub log_format: LogFormat,
    /// Where spans are sent; nothing runs for it when absent.
    pub otlp: Option<Otlp>,
}

impl Options {
    /// Lines at `info` in the automatic format, and no export of spans.
    #[must_use]
    pub fn new(service_name: impl Into<String>, service_version: impl Into<String>) -> Self {
        Self {
            service_name: service_name.into(),
            service_version: service_version.into(),
            log_level: "info".to_owned(),
            log_format: LogFormat::Auto,
            otlp: None,
        }
    }
}

/// How a log line looks. Lines always go to standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// [`LogFormat::Human`] on a terminal, [`LogFormat::Json`] elsewhere.
    #[default]
    Auto,
    /// One short line for eyes, coloured on a terminal.
    Human,
    /// One JSON object a line.
    Json,
}

/// Where spans are sent, as OTLP over HTTP with protobuf bodies.
#[derive(Debug, Clone, PartialEq)]
pub struct Otlp {
    /// Base address of the collector, such as `http://collector:4318`; `/v1/traces` is
    /// appended unless it is there already.
    pub endpoint: String,
    /// How long one attempt to send a batch may take.
    pub timeout: Duration,
    /// Share of new traces that are kept, from 0 to 1. A trace that began elsewhere is kept
    /// if its beginner kept it.
    pub sample_ratio: f64,
}

impl Otlp {
    /// Keeps every trace and gives a batch ten seconds.
    #[must_use]
    pub fn new(endpoint: impl Into<String>) -> Self {
        Self { endpoint: endpoint.into(), timeout: Duration::from_secs(10), sample_ratio: 1.0 }
    }
}
