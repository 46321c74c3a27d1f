//! What those who run the service see of a request.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::Request;
use serde_json::Value;
use tower::ServiceExt;
use tracing::instrument::WithSubscriber;
use xerror::Problem;
use xhttp::problem_response;
use xtelemetry::capture::Lines;

use crate::support::Site;

fn routes() -> Router {
    let fault = async || problem_response(Problem::internal("the cable is loose"));
    let panics = async || -> &'static str { panic!("a bug") };
    Router::new()
        .route("/courses/{id}", get(async || "a course"))
        .route("/fault", get(fault))
        .route("/panic", get(panics))
        .route("/livez", get(async || "alive"))
        .route("/never", get(std::future::pending::<()>))
}

async fn lines_of(target: &str) -> Vec<Value> {
    let lines = Lines::new();
    let request = Request::get(target).body(Body::empty()).expect("a request");
    let answered = Site::default().app(routes()).oneshot(request);
    answered.with_subscriber(lines.dispatch()).await.expect("never fails");
    lines.json().into_iter().filter(|line| line["target"].as_str() != Some("tracing")).collect()
}

fn at(lines: &[Value], level: &str) -> Vec<Value> {
    let of_level = |line: &&Value| {
        line["level"].as_str().is_some_and(|found| found.eq_ignore_ascii_case(level))
    };
    lines.iter().filter(of_level).cloned().collect()
}

#[tokio::test]
async fn a_request_is_one_info_line_without_its_query_or_its_ids() {
    let lines = lines_of("/courses/17?q=a-secret").await;
    let [line] = &at(&lines, "info")[..] else { panic!("not one line: {lines:#?}") };

    assert_eq!(line["message"], "GET /courses/{id} 200");
    assert_eq!(line["fields"]["http.route"], "/courses/{id}");
    assert_eq!(line["fields"]["http.response.status_code"], 200);
    assert!(line["fields"]["duration_ms"].is_number());
    assert!(line.to_string().contains("made-0000"));
    assert!(!line.to_string().contains("a-secret"));
    assert_eq!(lines.len(), 1, "{lines:#?}");
}

#[tokio::test]
async fn a_fault_is_told_once_with_its_cause_and_its_request_line_is_an_error() {
    for (target, cause) in [("/fault", "the cable is loose"), ("/panic", "a bug")] {
        let errors = at(&lines_of(target).await, "error");
        let [fault, line] = &errors[..] else { panic!("not two lines: {errors:#?}") };
        assert_eq!(fault["message"], "request failed: internal");
        assert!(fault.to_string().contains(cause), "{fault}");
        assert!(fault.to_string().contains("made-0000"), "{fault}");
        assert_eq!(line["message"], format!("GET {target} 500"));
    }
}

#[tokio::test]
async fn a_refusal_is_no_error_and_a_good_probe_no_news() {
    let refused = lines_of("/nowhere").await;
    assert_eq!(at(&refused, "error").len(), 0);
    assert_eq!(at(&refused, "info")[0]["message"], "GET unmatched 404");
    assert_eq!(at(&lines_of("/livez").await, "info").len(), 0);
}

#[tokio::test]
async fn requests_are_counted_by_route_pattern_and_callers_who_leave_as_499() {
    let site = Site::default();
    let app = site.app(routes());
    for target in ["/courses/1", "/courses/2", "/nowhere/1", "/nowhere/2"] {
        let request = Request::get(target).body(Body::empty()).expect("a request");
        app.clone().oneshot(request).await.expect("never fails");
    }
    let request = Request::get("/never").body(Body::empty()).expect("a request");
    let never = app.clone().oneshot(request);
    assert!(tokio::time::timeout(Duration::from_millis(50), never).await.is_err());

    let text = site.registry.render().1;
    for series in [
        r#"requests_total{method="GET",route="/courses/{id}",status="200"} 2"#,
        r#"requests_total{method="GET",route="unmatched",status="404"} 2"#,
        r#"requests_total{method="GET",route="/never",status="499"} 1"#,
        "requests_in_flight 0",
    ] {
        assert!(text.contains(series), "{series} is missing in:\n{text}");
    }
}
