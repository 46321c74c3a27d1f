//! Log lines, read back by the test that caused them.

use std::io;

use serde_json::json;
use tracing::instrument::WithSubscriber;
use tracing::{Instrument, Level, field, info, info_span, warn};
use xtelemetry::capture::Lines;

#[tokio::test]
async fn a_line_knows_its_request_its_trace_and_its_fields() {
    let lines = Lines::new();
    async {
        let request = info_span!("http.request", request.id = "r-1", http.route = "/v1/courses");
        async {
            let save = info_span!("db.course.save", course.id = 7);
            async { info!(took_ms = 3_u64, fresh = true, "course saved") }.instrument(save).await;
        }
        .instrument(request)
        .await;
    }
    .with_subscriber(lines.dispatch())
    .await;

    let line = &lines.json()[0];
    assert_eq!(line["level"], "INFO");
    assert_eq!(line["target"], module_path!());
    assert_eq!(line["message"], "course saved");
    assert_eq!(line["request.id"], "r-1");
    assert_eq!(line["span"], "db.course.save");
    assert_eq!(line["fields"], json!({ "took_ms": 3, "fresh": true }));
    assert_eq!(line["context"], json!({ "course.id": 7, "http.route": "/v1/courses" }));
    assert_eq!(line["trace_id"].as_str().map(str::len), Some(32));
    assert_eq!(line["span_id"].as_str().map(str::len), Some(16));
    let timestamp = line["timestamp"].as_str().unwrap();
    assert!(timestamp.starts_with("20") && timestamp.ends_with('Z'), "{timestamp}");
}

#[tokio::test]
async fn two_requests_side_by_side_do_not_see_each_others_lines() {
    async fn request(name: &'static str) {
        info!(name, "begin");
        tokio::task::yield_now().await;
        info!(name, "end");
    }
    let (left, right) = (Lines::new(), Lines::new());
    tokio::join!(
        request("left").with_subscriber(left.dispatch()),
        request("right").with_subscriber(right.dispatch()),
    );

    for (lines, name) in [(left, "left"), (right, "right")] {
        let lines = lines.json();
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line["fields"]["name"] == name));
    }
}

#[tokio::test]
async fn a_warning_knows_its_request_even_when_info_is_off() {
    let lines = Lines::at(Level::WARN);
    async {
        let _request = info_span!("http.request", request.id = "r-1").entered();
        info!("not written");
        warn!("written");
    }
    .with_subscriber(lines.dispatch())
    .await;

    let lines = lines.json();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["request.id"], "r-1");
    assert!(lines[0]["trace_id"].is_string());
}

#[tokio::test]
async fn a_field_recorded_later_is_in_the_lines_after_it() {
    let lines = Lines::new();
    async {
        let span = info_span!("http.request", request.id = field::Empty);
        let _entered = span.clone().entered();
        info!("before");
        span.record("request.id", "r-1");
        info!("after");
    }
    .with_subscriber(lines.dispatch())
    .await;

    let lines = lines.json();
    assert!(lines[0].get("request.id").is_none());
    assert_eq!(lines[1]["request.id"], "r-1");
}

#[tokio::test]
async fn an_error_is_written_with_its_causes() {
    #[derive(Debug, thiserror::Error)]
    #[error("the course could not be saved")]
    struct Outer(#[source] io::Error);

    let lines = Lines::new();
    async {
        let error = Outer(io::Error::other("disk is full"));
        tracing::error!(error = &error as &dyn std::error::Error, "request failed");
    }
    .with_subscriber(lines.dispatch())
    .await;

    let error = &lines.json()[0]["fields"]["error"];
    assert_eq!(error, "the course could not be saved: disk is full");
}

#[tokio::test]
async fn a_line_is_one_line_whatever_a_client_sent() {
    let lines = Lines::new();
    async { info!(agent = "a\nb\u{2028}\u{0}", "x\n{{\"level\":\"ERROR\"}}") }
        .with_subscriber(lines.dispatch())
        .await;

    let text = lines.text();
    assert_eq!(text.len(), 1);
    assert!(!text[0].contains('\n'), "{}", text[0]);
    assert_eq!(lines.json()[0]["fields"]["agent"], "a\nb\u{2028}\u{0}");
}

#[tokio::test]
async fn words_for_the_tracer_stay_out_of_the_log() {
    let lines = Lines::new();
    async {
        let _span = info_span!("http.request", otel.kind = "server").entered();
        info!("hello");
    }
    .with_subscriber(lines.dispatch())
    .await;

    assert!(lines.json()[0].get("context").is_none());
}
