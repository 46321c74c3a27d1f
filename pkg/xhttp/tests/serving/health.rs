//! The ops listener.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::Value;
use xhttp::{Checks, ServerLimits, ops_router};
use xtelemetry::{HttpMetrics, Registry};

use crate::support::Server;

const SECOND: Duration = Duration::from_secs(1);

async fn ops(checks: Checks) -> Server {
    let registry = Registry::new("test");
    let _metrics = HttpMetrics::new(&registry);
    Server::start(ops_router(checks, registry, "urn:test:"), ServerLimits::default()).await
}

#[tokio::test]
async fn a_living_process_with_good_checks_is_live_and_ready() {
    let server = ops(Checks::builder().check("store", SECOND, async || Ok(())).build()).await;
    assert_eq!(server.get("/livez").await.text(), r#"{"status":"ok"}"#);

    let ready = server.get("/readyz").await;
    assert_eq!((ready.status, ready.header("content-type")), (200, Some("application/json")));
    let body: Value = serde_json::from_slice(&ready.body).expect("JSON");
    assert_eq!(body["status"], "ready");
    assert_eq!(body["checks"][0]["name"], "store");
    assert_eq!(body["checks"][0]["status"], "ok");
    assert!(body["checks"][0]["duration_ms"].is_u64());

    let metrics = server.get("/metrics").await;
    assert!(metrics.header("content-type").is_some_and(|kind| kind.starts_with("text/plain")));
    assert!(metrics.text().contains("test_http_requests_in_flight 0"));
}

#[tokio::test]
async fn a_failing_check_is_named_but_not_explained() {
    let checks = Checks::builder()
        .check("store", SECOND, async || Err("10.0.0.7 refused the connection".into()))
        .check("outbox", SECOND, async || Ok(()))
        .build();
    let server = ops(checks).await;
    let answer = server.get("/readyz").await;

    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let body: Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!(body["type"], "urn:test:not-ready");
    assert_eq!(body["failed"], serde_json::json!(["store"]));
    assert!(!answer.text().contains("10.0.0.7"));
    assert_eq!(server.get("/livez").await.status, 200, "it lives all the same");
}

#[tokio::test]
async fn a_draining_process_is_not_ready() {
    let draining = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&draining);
    let server =
        ops(Checks::builder().draining(move || flag.load(Ordering::Relaxed)).build()).await;
    assert_eq!(server.get("/readyz").await.status, 200);
    draining.store(true, Ordering::Relaxed);
    assert_eq!(server.get("/readyz").await.status, 503);
    assert_eq!(server.get("/livez").await.status, 200);
}
