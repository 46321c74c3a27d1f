//! Traces that cross the border of a process.

use http::HeaderMap;
use tracing::dispatcher::with_default;
use tracing::{Dispatch, info_span};
use xtelemetry::capture::Lines;
use xtelemetry::{
    build, current_trace_id, current_traceparent, inject_headers, set_parent_from_headers,
    set_parent_from_traceparent,
};

use crate::collector::Collector;
use crate::{PATIENCE, exporting_to};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT: &str = "00f067aa0ba902b7";

fn traceparent(flags: &str) -> String {
    format!("00-{TRACE}-{PARENT}-{flags}")
}

fn headers(values: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append("traceparent", value.parse().unwrap());
    }
    headers
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

/// A subscriber that gives out ids and sends nothing.
fn ids_only() -> Dispatch {
    Lines::new().dispatch()
}

#[test]
fn the_callers_trace_goes_on_in_our_spans_and_in_our_requests() {
    let collector = Collector::start();
    let (dispatch, guard) = build(&exporting_to(collector.endpoint())).unwrap();
    let sent = with_default(&dispatch, || {
        let span = info_span!("http.request");
        set_parent_from_headers(&span, &headers(&[&traceparent("01")]));
        let _entered = span.entered();
        let _call = info_span!("http.call").entered();
        let mut sent = HeaderMap::new();
        inject_headers(&mut sent);
        sent
    });
    guard.flush(PATIENCE).unwrap();

    let request = collector.span("http.request");
    let call = collector.span("http.call");
    assert_eq!(hex(&request.trace_id), TRACE);
    assert_eq!(hex(&request.parent_span_id), PARENT);
    let expected = format!("00-{TRACE}-{}-01", hex(&call.span_id));
    assert_eq!(sent["traceparent"], expected.as_str());
}

#[test]
fn a_trace_the_caller_did_not_keep_is_not_sent() {
    let collector = Collector::start();
    let (dispatch, guard) = build(&exporting_to(collector.endpoint())).unwrap();
    with_default(&dispatch, || {
        let span = info_span!("http.request");
        set_parent_from_headers(&span, &headers(&[&traceparent("00")]));
        span.in_scope(|| assert_eq!(current_trace_id().as_deref(), Some(TRACE)));
    });
    guard.shutdown(PATIENCE).unwrap();

    assert!(collector.spans().is_empty());
}

#[test]
fn without_an_endpoint_the_callers_wish_is_handed_on() {
    with_default(&ids_only(), || {
        let span = info_span!("http.request");
        set_parent_from_headers(&span, &headers(&[&traceparent("01")]));
        let outgoing = span.in_scope(|| current_traceparent().unwrap());

        assert!(outgoing.starts_with(&format!("00-{TRACE}-")), "{outgoing}");
        assert!(outgoing.ends_with("-01"), "{outgoing}");
    });
}

#[test]
fn headers_that_say_nothing_clear_begin_a_new_trace() {
    let twice = [traceparent("01"), traceparent("01")];
    for values in [
        vec![],
        vec!["garbage"],
        vec!["00-00000000000000000000000000000000-00f067aa0ba902b7-01"],
        vec![twice[0].as_str(), twice[1].as_str()],
    ] {
        with_default(&ids_only(), || {
            let span = info_span!("http.request");
            set_parent_from_headers(&span, &headers(&values));
            let id = span.in_scope(|| current_trace_id().unwrap());

            assert_ne!(id, TRACE, "{values:?}");
        });
    }
}

#[test]
fn a_trace_goes_on_from_a_text_kept_in_a_document() {
    with_default(&ids_only(), || {
        let (kept, trace) = info_span!("usecase.course.publish")
            .in_scope(|| (current_traceparent().unwrap(), current_trace_id()));

        let later = info_span!("job.event.collect");
        set_parent_from_traceparent(&later, &kept);
        later.in_scope(|| assert_eq!(current_trace_id(), trace));
    });
}

#[test]
fn outside_of_a_span_there_is_no_trace() {
    with_default(&ids_only(), || {
        let mut headers = HeaderMap::new();
        inject_headers(&mut headers);

        assert!(headers.is_empty());
        assert_eq!(current_traceparent(), None);
        assert_eq!(current_trace_id(), None);
    });
}
