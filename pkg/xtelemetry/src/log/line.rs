//! What one line says, before it has a shape.

use serde_json::{Map, Value};

/// The span field that ties an answer to its lines.
pub(crate) const REQUEST_ID: &str = "request.id";

/// One log line.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    /// RFC 3339, UTC, microseconds.
    pub(crate) timestamp: String,
    pub(crate) level: tracing::Level,
    pub(crate) target: &'a str,
    pub(crate) message: String,
    pub(crate) request_id: Option<Value>,
    pub(crate) trace: Option<TraceIds>,
    /// Name of the span the line was written in.
    pub(crate) span: Option<&'static str>,
    /// Fields of the line itself.
    pub(crate) fields: Map<String, Value>,
    /// Fields of the spans around it; the inner ones win.
    pub(crate) context: Map<String, Value>,
}

/// The ids of a span, as lower-case hex digits.
#[derive(Debug)]
pub(crate) struct TraceIds {
    pub(crate) trace: String,
    pub(crate) span: String,
}
