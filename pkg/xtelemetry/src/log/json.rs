//! A line for machines: one JSON object.

use serde::Serialize;
use serde_json::{Map, Value};

use super::line::{Line, REQUEST_ID};

#[derive(Serialize)]
struct JsonLine<'a> {
    timestamp: &'a str,
    level: &'static str,
    target: &'a str,
    message: &'a str,
    #[serde(rename = "request.id", skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trace_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<&'static str>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    fields: &'a Map<String, Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    context: &'a Map<String, Value>,
}

/// The line as JSON, without a line break.
pub(crate) fn render(line: &Line<'_>) -> String {
    debug_assert!(!line.context.contains_key(REQUEST_ID));
    let shape = JsonLine {
        timestamp: &line.timestamp,
        level: line.level.as_str(),
        target: line.target,
        message: &line.message,
        request_id: line.request_id.as_ref(),
        trace_id: line.trace.as_ref().map(|ids| ids.trace.as_str()),
        span_id: line.trace.as_ref().map(|ids| ids.span.as_str()),
        span: line.span,
        fields: &line.fields,
        context: &line.context,
    };
    serde_json::to_string(&shape).expect("strings and JSON values always serialise")
}
