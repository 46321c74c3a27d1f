//! What arrives at a collector.

use tracing::dispatcher::with_default;
use tracing::info_span;
use xtelemetry::{InitError, Otlp, build};

use crate::collector::Collector;
use crate::{PATIENCE, exporting_to};

#[test]
fn spans_arrive_with_their_parent_and_their_service() {
    let collector = Collector::start();
    let (dispatch, guard) = build(&exporting_to(collector.endpoint())).unwrap();
    with_default(&dispatch, || {
        let _outer = info_span!("usecase.course.publish", course.id = 7).entered();
        let _inner = info_span!("db.course.save").entered();
    });
    guard.flush(PATIENCE).unwrap();

    let outer = collector.span("usecase.course.publish");
    let inner = collector.span("db.course.save");
    assert_eq!(inner.trace_id, outer.trace_id);
    assert_eq!(inner.parent_span_id, outer.span_id);
    assert!(outer.parent_span_id.is_empty());
    assert!(outer.attributes.iter().any(|one| one.key == "course.id"));
    assert_eq!(collector.resource("service.name").as_deref(), Some("courses"));
    assert_eq!(collector.resource("service.version").as_deref(), Some("1.2.3"));
    let head = collector.first_head();
    assert!(head.starts_with("post /v1/traces http/1.1"), "{head}");
    assert!(head.contains("content-type: application/x-protobuf"), "{head}");
}

#[test]
fn a_trace_that_is_not_kept_still_has_an_id_for_the_log() {
    let collector = Collector::start();
    let mut options = exporting_to(collector.endpoint());
    options.otlp = Some(Otlp { sample_ratio: 0.0, ..Otlp::new(collector.endpoint()) });
    let (dispatch, guard) = build(&options).unwrap();
    let id = with_default(&dispatch, || {
        let _span = info_span!("request").entered();
        xtelemetry::current_trace_id()
    });
    guard.shutdown(PATIENCE).unwrap();

    assert_eq!(id.map(|id| id.len()), Some(32));
    assert!(collector.spans().is_empty());
}

#[test]
fn spans_of_the_http_machinery_are_not_sent() {
    let collector = Collector::start();
    let mut options = exporting_to(collector.endpoint());
    "trace".clone_into(&mut options.log_level);
    let (dispatch, guard) = build(&options).unwrap();
    with_default(&dispatch, || {
        let _library = info_span!(target: "hyper::proto", "library").entered();
        let _ours = info_span!("ours").entered();
    });
    guard.shutdown(PATIENCE).unwrap();

    let names: Vec<_> = collector.spans().into_iter().map(|span| span.name).collect();
    assert_eq!(names, ["ours"]);
}

#[test]
fn the_exporter_does_not_trace_its_own_requests() {
    let collector = Collector::start();
    // Installed for the process, as the exporter's threads see only that.
    let guard = xtelemetry::init(&exporting_to(collector.endpoint())).unwrap();
    info_span!("ours").in_scope(|| ());
    guard.flush(PATIENCE).unwrap();
    guard.flush(PATIENCE).unwrap();
    guard.shutdown(PATIENCE).unwrap();

    collector.span("ours");
    for span in collector.spans() {
        // Other tests of this process may log under the subscriber installed here.
        let target = span.attributes.iter().find(|one| one.key == "target");
        let target = format!("{target:?}");
        assert!(!target.contains("hyper") && !target.contains("reqwest"), "{target}");
    }

    let again = xtelemetry::init(&exporting_to(collector.endpoint()));
    assert!(matches!(again, Err(InitError::AlreadyInstalled { .. })));
}

#[tokio::test]
async fn starting_and_stopping_work_inside_async_code() {
    let collector = Collector::start();
    let (dispatch, guard) = build(&exporting_to(collector.endpoint())).unwrap();
    with_default(&dispatch, || info_span!("ours").in_scope(|| ()));
    tokio::task::spawn_blocking(move || guard.shutdown(PATIENCE)).await.unwrap().unwrap();

    collector.span("ours");
}

#[tokio::test]
async fn a_guard_dropped_in_async_code_sends_what_is_left() {
    let collector = Collector::start();
    let (dispatch, guard) = build(&exporting_to(collector.endpoint())).unwrap();
    with_default(&dispatch, || info_span!("ours").in_scope(|| ()));
    drop(guard);

    collector.span("ours");
}

#[test]
fn settings_that_cannot_work_are_refused_at_the_start() {
    let mut options = exporting_to("https://collector");
    assert!(matches!(build(&options), Err(InitError::Endpoint { .. })));

    options.otlp = Some(Otlp { sample_ratio: f64::NAN, ..Otlp::new("http://collector") });
    assert!(matches!(build(&options), Err(InitError::SampleRatio { .. })));

    options.otlp = None;
    "loud".clone_into(&mut options.log_level);
    assert!(matches!(build(&options), Err(InitError::LogLevel { .. })));
}
