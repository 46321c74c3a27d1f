//! A collector that is away never holds the program up.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use tracing::dispatcher::with_default;
use tracing::info_span;
use xtelemetry::{FlushError, Options, build};

use crate::{PATIENCE, exporting_to};

/// A port that takes connections and never answers.
fn hanging() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    (listener, endpoint)
}

#[test]
fn stopping_is_bounded_when_the_collector_hangs() {
    let (_listener, endpoint) = hanging();
    let (dispatch, guard) = build(&exporting_to(&endpoint)).unwrap();
    with_default(&dispatch, || info_span!("ours").in_scope(|| ()));

    let begin = Instant::now();
    let outcome = guard.shutdown(Duration::from_millis(300));

    assert!(matches!(outcome, Err(FlushError::TimedOut { .. })));
    assert!(begin.elapsed() < Duration::from_secs(4), "{:?}", begin.elapsed());
}

#[test]
fn flushing_is_bounded_when_the_collector_hangs() {
    let (_listener, endpoint) = hanging();
    let (dispatch, guard) = build(&exporting_to(&endpoint)).unwrap();
    with_default(&dispatch, || info_span!("ours").in_scope(|| ()));

    let outcome = guard.flush(Duration::from_millis(300));

    assert!(matches!(outcome, Err(FlushError::TimedOut { .. })));
    let _ = guard.shutdown(Duration::ZERO);
}

#[test]
fn a_dropped_guard_is_bounded_when_the_collector_hangs() {
    let (_listener, endpoint) = hanging();
    let (dispatch, guard) = build(&exporting_to(&endpoint)).unwrap();
    with_default(&dispatch, || info_span!("ours").in_scope(|| ()));

    let begin = Instant::now();
    drop(guard);

    assert!(begin.elapsed() < Duration::from_secs(6), "{:?}", begin.elapsed());
}

#[test]
fn a_collector_that_is_down_is_told_and_not_waited_for() {
    let (listener, endpoint) = hanging();
    drop(listener);
    let (dispatch, guard) = build(&exporting_to(&endpoint)).unwrap();
    with_default(&dispatch, || info_span!("ours").in_scope(|| ()));

    let outcome = guard.shutdown(PATIENCE);

    assert!(matches!(outcome, Err(FlushError::Failed { .. })), "{outcome:?}");
}

#[test]
fn more_spans_than_the_queue_holds_do_not_block_the_program() {
    let (_listener, endpoint) = hanging();
    let (dispatch, guard) = build(&exporting_to(&endpoint)).unwrap();

    let begin = Instant::now();
    with_default(&dispatch, || {
        for _ in 0..10_000 {
            info_span!("ours").in_scope(|| ());
        }
    });

    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    let _ = guard.shutdown(Duration::ZERO);
}

#[test]
fn without_an_endpoint_there_is_nothing_to_wait_for() {
    let (_dispatch, guard) = build(&Options::new("courses", "1.2.3")).unwrap();

    guard.flush(Duration::ZERO).unwrap();
    guard.shutdown(Duration::ZERO).unwrap();
}
