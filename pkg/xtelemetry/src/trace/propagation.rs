//! W3C trace context: in through `traceparent` and `tracestate`, and out again.

use http::{HeaderMap, HeaderValue};
use opentelemetry::Context;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{SpanContext, TraceContextExt};
use opentelemetry_http::{HeaderExtractor, HeaderInjector};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

const TRACEPARENT: &str = "traceparent";

/// Makes `span` a child of the caller's span, if the headers name one.
///
/// Call it right after the span was made: a span that was entered, or that has children,
/// keeps the trace it has. Headers that do not parse, or name two parents, are ignored.
pub fn set_parent_from_headers(span: &Span, headers: &HeaderMap) {
    if headers.get_all(TRACEPARENT).iter().count() != 1 {
        return;
    }
    let propagator = TraceContextPropagator::new();
    let parent = propagator.extract_with_context(&Context::new(), &HeaderExtractor(headers));
    if parent.span().span_context().is_valid() {
        // It fails without a subscriber of ours, or too late; both leave the span as it is.
        let _ = span.set_parent(parent);
    }
}

/// Makes `span` a child of the span that [`current_traceparent`] described when a message or
/// a document was written. What does not parse is ignored.
pub fn set_parent_from_traceparent(span: &Span, traceparent: &str) {
    if let Ok(value) = HeaderValue::from_str(traceparent) {
        let mut headers = HeaderMap::new();
        headers.insert(TRACEPARENT, value);
        set_parent_from_headers(span, &headers);
    }
}

/// Writes the current span into the headers of a request we are about to send.
pub fn inject_headers(headers: &mut HeaderMap) {
    let context = Span::current().context();
    TraceContextPropagator::new().inject_context(&context, &mut HeaderInjector(headers));
}

/// The current span as the value of a `traceparent` header.
#[must_use]
pub fn current_traceparent() -> Option<String> {
    current().map(|ids| {
        format!("00-{}-{}-{:02x}", ids.trace_id(), ids.span_id(), ids.trace_flags().to_u8())
    })
}

/// The id of the current trace: 32 lower-case hex digits.
#[must_use]
pub fn current_trace_id() -> Option<String> {
    current().map(|ids| ids.trace_id().to_string())
}

fn current() -> Option<SpanContext> {
    let context = Span::current().context();
    let ids = context.span().span_context().clone();
    ids.is_valid().then_some(ids)
}
