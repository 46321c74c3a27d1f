//! Requests that are too large, too long, too slow or too many.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::{get, post};
use tokio::io::AsyncWriteExt;
use tokio::sync::Notify;
use xhttp::{EdgeLimits, GroupLimits, ProblemResponse, read_body};

use crate::support::{Answer, Site, get as request};

async fn count(body: Body) -> Result<String, ProblemResponse> {
    Ok(read_body(body).await?.len().to_string())
}

fn uploads() -> Router {
    Router::new().route("/", post(count))
}

#[tokio::test]
async fn a_body_that_says_it_is_too_large_is_refused_and_the_refusal_arrives() {
    let server = Site::default().serve(uploads()).await;
    let size = 4 * 1024 * 1024;
    let mut upload = format!("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: {size}\r\n\r\n");
    upload.push_str(&"x".repeat(size));
    let mut stream = server.connect().await;
    // Many clients look for an answer only after they have sent everything.
    stream.write_all(upload.as_bytes()).await.expect("the refused body is taken and thrown away");
    Answer::read(&mut stream).await.problem(413, "too-large");
}

#[tokio::test]
async fn a_body_that_turns_out_too_large_is_refused() {
    let site = Site::default().group(GroupLimits { body_bytes: 1000, ..GroupLimits::default() });
    let server = site.serve(uploads()).await;
    let mut upload =
        "POST / HTTP/1.1\r\nHost: test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            .to_owned();
    let chunk = format!("64\r\n{}\r\n", "x".repeat(100));
    upload.push_str(&chunk.repeat(11));
    upload.push_str("0\r\n\r\n");
    server.exchange(upload).await.problem(413, "too-large");
}

#[tokio::test]
async fn a_body_within_the_limit_is_read() {
    let site = Site::default().group(GroupLimits { body_bytes: 1000, ..GroupLimits::default() });
    let server = site.serve(uploads()).await;
    let head = "POST / HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n";
    assert_eq!(server.exchange(format!("{head}{}", "x".repeat(1000))).await.text(), "1000");
}

#[tokio::test]
async fn a_route_may_have_limits_of_its_own() {
    let tight = GroupLimits { body_bytes: 10, ..GroupLimits::default() };
    let roomy = GroupLimits { body_bytes: 1000, ..tight };
    let routes = uploads().merge(Router::new().nest("/roomy", uploads()));
    let routes = tight.apply_unless(routes, move |request| {
        request.uri().path().starts_with("/roomy").then_some(roomy)
    });
    let server = Site::default().serve(routes).await;
    let upload = |path: &str| {
        let head = "HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: 500\r\n\r\n";
        format!("POST {path} {head}{}", "x".repeat(500))
    };
    server.exchange(upload("/")).await.problem(413, "too-large");
    assert_eq!(server.exchange(upload("/roomy")).await.text(), "500");
}

#[tokio::test]
async fn a_body_that_trickles_is_given_up() {
    let body_deadline = Duration::from_millis(200);
    let site = Site::default().group(GroupLimits { body_deadline, ..GroupLimits::default() });
    let server = site.serve(uploads()).await;
    let mut stream = server.connect().await;
    let head = b"POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 1000\r\n\r\nx";
    stream.write_all(head).await.expect("the head and a byte");
    Answer::read(&mut stream).await.problem(408, "request-timeout");
}

#[tokio::test]
async fn work_that_takes_too_long_is_given_up() {
    let timeout = Duration::from_millis(100);
    let site = Site::default().group(GroupLimits { timeout, ..GroupLimits::default() });
    let server = site.serve(Router::new().route("/", get(std::future::pending::<()>))).await;
    server.get("/").await.problem(504, "timeout");
}

#[tokio::test]
async fn a_long_target_and_large_headers_are_refused_with_a_problem() {
    let server = Site::default().serve(Router::new().route("/", get(async || "hello"))).await;
    let path = format!("/?q={}", "a".repeat(9000));
    server.get(&path).await.problem(414, "uri-too-long");

    let headers = format!("X-Large: {}\r\n", "a".repeat(20_000));
    server.exchange(request("/", &headers)).await.problem(431, "headers-too-large");
}

#[tokio::test]
async fn requests_above_the_limit_are_shed_but_probes_are_not() {
    let limits = EdgeLimits { max_in_flight: 1, ..EdgeLimits::default() };
    let site = Site::default().limits(limits);
    let (entered, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (enter, wait) = (Arc::clone(&entered), Arc::clone(&release));
    let busy = async move || {
        enter.notify_one();
        wait.notified().await;
        "done"
    };
    let routes = Router::new().route("/busy", get(busy)).route("/livez", get(async || "alive"));
    let server = site.serve(routes).await;

    let meanwhile = async {
        entered.notified().await;
        let shed = server.get("/busy").await;
        shed.problem(503, "overloaded");
        assert_eq!(shed.header("retry-after"), Some("1"));
        assert_eq!(server.get("/livez").await.text(), "alive");
        release.notify_one();
    };
    let (done, ()) = tokio::join!(server.get("/busy"), meanwhile);
    assert_eq!(done.text(), "done");

    release.notify_one();
    assert_eq!(server.get("/busy").await.status, 200, "the place is free again");
}

#[tokio::test]
async fn groups_have_limits_of_their_own() {
    let site = Site::default();
    let small = GroupLimits { body_bytes: 10, ..GroupLimits::default() };
    let large = GroupLimits { body_bytes: 100, ..GroupLimits::default() };
    let routes = small
        .apply(Router::new().route("/small", post(count)))
        .merge(large.apply(Router::new().route("/large", post(count))));
    let server = site.serve(routes).await;
    let upload = |path: &str| {
        let body = "x".repeat(50);
        format!(
            "POST {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: 50\r\n\r\n{body}"
        )
    };
    server.exchange(upload("/small")).await.problem(413, "too-large");
    assert_eq!(server.exchange(upload("/large")).await.text(), "50");
    server.get("/nowhere").await.problem(404, "not-found");
}
