//! Callers who ask too often.

use axum::Router;
use axum::routing::{get, post};
use http::Method;
use http::request::Parts;
use xhttp::{ClientAddress, RateClass, RateKey, RateLimits, RateQuota};

use crate::support::{Answer, Server, Site, get as request};

/// Reads: 2 at once, one per minute after that; writes: one. Probes are not limited.
async fn serve(site: &Site) -> Server {
    let mut builder = RateLimits::builder();
    let read = builder.class("read", RateQuota { per_minute: 1, burst: 2 });
    let write = builder.class("write", RateQuota { per_minute: 1, burst: 1 });
    let limits = builder.build(&site.registry);
    let routes = Router::new()
        .route("/things", get(async || "things").post(async || "made"))
        .route("/livez", get(async || "alive"));
    let keyer = move |request: &Parts| key(request, read, write);
    site.serve(limits.apply(routes, keyer)).await
}

fn key(request: &Parts, read: RateClass, write: RateClass) -> Option<(RateClass, RateKey)> {
    let address = ClientAddress::of(&request.extensions)?.ip();
    let class = if request.method == Method::GET { read } else { write };
    (request.uri.path() != "/livez").then_some((class, RateKey::address(address)))
}

fn post_things() -> String {
    request("/things", "").replacen("GET", "POST", 1)
}

fn fields(answer: &Answer) -> (Option<&str>, Option<&str>) {
    (answer.header("ratelimit-policy"), answer.header("ratelimit"))
}

#[tokio::test]
async fn every_answer_tells_what_is_left() {
    let server = serve(&Site::default()).await;
    let policy = Some(r#""read";q=2;w=120"#);
    assert_eq!(fields(&server.get("/things").await), (policy, Some(r#""read";r=1;t=60"#)));
    let unknown = server.get("/nothing").await;
    unknown.problem(404, "not-found");
    assert_eq!(fields(&unknown), (policy, Some(r#""read";r=0;t=60"#)));
}

#[tokio::test]
async fn who_asks_too_often_is_refused_with_a_problem() {
    let site = Site::default();
    let server = serve(&site).await;
    assert_eq!(server.exchange(post_things()).await.text(), "made");
    let refused = server.exchange(post_things()).await;

    refused.problem(429, "rate-limited");
    assert_eq!(refused.header("retry-after"), Some("60"));
    assert_eq!(fields(&refused), (Some(r#""write";q=1;w=60"#), Some(r#""write";r=0;t=60"#)));
    assert_eq!(server.get("/things").await.text(), "things", "reads are counted apart");
    let metrics = site.registry.render().1;
    assert!(metrics.contains("test_http_rate_limited_total{class=\"write\"} 1"), "{metrics}");
}

#[tokio::test]
async fn a_spoofed_address_buys_nothing() {
    let server = serve(&Site::default()).await;
    for (number, status) in [200, 200, 429, 429].into_iter().enumerate() {
        let spoofed = format!("X-Forwarded-For: 198.51.100.{number}\r\n");
        assert_eq!(server.exchange(request("/things", &spoofed)).await.status, status);
    }
}

#[tokio::test]
async fn callers_behind_a_trusted_proxy_do_not_use_up_the_limit_of_each_other() {
    let server = serve(&Site::default().trusted_proxy("127.0.0.1/32")).await;
    let ask = async |caller: u8| {
        let headers = format!("X-Forwarded-For: 203.0.113.1, 198.51.100.{caller}\r\n");
        server.exchange(request("/things", &headers)).await.status
    };
    assert_eq!((ask(1).await, ask(1).await, ask(1).await), (200, 200, 429));
    assert_eq!(ask(2).await, 200);
}

#[tokio::test]
async fn a_request_without_a_key_is_not_limited() {
    let server = serve(&Site::default()).await;
    for _ in 0..5 {
        let answer = server.get("/livez").await;
        assert_eq!((answer.status, fields(&answer)), (200, (None, None)));
    }
}

#[tokio::test]
async fn a_refused_upload_is_answered_although_nobody_reads_it() {
    let mut builder = RateLimits::builder();
    let write = builder.class("write", RateQuota { per_minute: 1, burst: 1 });
    let site = Site::default();
    let limits = builder.build(&site.registry);
    let routes = Router::new().route("/", post(async || "made"));
    let everybody = move |_: &Parts| Some((write, RateKey::caller([0; 16])));
    let server = site.serve(limits.apply(routes, everybody)).await;

    let upload = || {
        let head =
            "POST / HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: 200000\r\n\r\n";
        [head.as_bytes(), "x".repeat(200_000).as_bytes()].concat()
    };
    assert_eq!(server.exchange(upload()).await.status, 200);
    server.exchange(upload()).await.problem(429, "rate-limited");
}
