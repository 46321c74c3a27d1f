//! What answers look like when they leave.

use axum::Router;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use http::{HeaderMap, StatusCode};
use xerror::{Problem, kinds};
use xhttp::{RequestId, problem_response};

use crate::support::{Site, get as request};

#[tokio::test]
async fn a_well_formed_request_id_is_echoed_and_any_other_replaced() {
    let handler = async |request: axum::extract::Request| {
        request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default()
    };
    let server = Site::default().serve(Router::new().route("/", get(handler))).await;

    let echoed = server.exchange(request("/", "X-Request-Id: from-caller.1\r\n")).await;
    assert_eq!(echoed.header("x-request-id"), Some("from-caller.1"));
    assert_eq!(echoed.text(), "from-caller.1", "the handler sees it too");

    let replaced = server.exchange(request("/", "X-Request-Id: no good\r\n")).await;
    assert_eq!(replaced.header("x-request-id"), Some("made-0000"));
    assert_eq!(server.get("/").await.header("x-request-id"), Some("made-0001"));
}

#[tokio::test]
async fn a_problem_gets_its_body_its_headers_and_its_instance() {
    let handler = async || {
        let problem = Problem::new(&kinds::UNAUTHENTICATED)
            .detail("no token")
            .header("WWW-Authenticate", "Bearer")
            .cause("the signature is of somebody else");
        problem_response(problem)
    };
    let server = Site::default().serve(Router::new().route("/me", get(handler))).await;
    let answer = server.get("/me?secret=1").await;
    let body = answer.problem(401, "unauthenticated");

    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    assert_eq!(body["instance"], "/me");
    assert_eq!(body["detail"], "no token");
    assert!(!answer.text().contains("signature"));
}

#[tokio::test]
async fn unknown_paths_and_methods_are_problems() {
    let routes = Router::new().route("/things", get(async || "").post(async || ""));
    let server = Site::default().serve(routes).await;
    server.get("/nothing").await.problem(404, "not-found");

    let refused =
        server.exchange("DELETE /things HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").await;
    refused.problem(405, "method-not-allowed");
    assert_eq!(refused.header("allow"), Some("GET,HEAD,POST"));
}

#[tokio::test]
async fn an_unknown_path_and_a_hidden_thing_differ_in_nothing_but_id_and_instance() {
    let hidden = async || problem_response(Problem::not_found().detail("not yours"));
    let server = Site::default().serve(Router::new().route("/aa", get(hidden))).await;
    let id = "X-Request-Id: same-for-both\r\n";
    let hidden = server.exchange(request("/aa", id)).await;
    let unknown = server.exchange(request("/bb", id)).await;
    assert_eq!(hidden.text(), unknown.text().replace("/bb", "/aa"));
}

#[tokio::test]
async fn a_panic_is_an_internal_problem_and_the_connection_lives_on() {
    let panics = async || -> &'static str { panic!("secret of the handler") };
    let routes = Router::new().route("/", get(panics)).route("/fine", get(async || "fine"));
    let server = Site::default().serve(routes).await;

    let both = format!("GET / HTTP/1.1\r\nHost: test\r\n\r\n{}", request("/fine", ""));
    let answer = server.exchange(both).await;
    assert_eq!(answer.status, 500);
    assert!(answer.text().contains("urn:test:internal"), "{}", answer.text());
    assert!(!answer.text().contains("secret of the handler"));
    assert!(answer.text().ends_with("fine"), "the second request is answered as well");
}

#[tokio::test]
async fn error_answers_of_libraries_lose_their_text() {
    async fn json(_: axum::extract::Path<u32>) -> &'static str {
        "a number"
    }
    let leak = async || (StatusCode::UNPROCESSABLE_ENTITY, "expected `,` at line 1 column 5");
    let odd = async || (StatusCode::BAD_GATEWAY, "upstream 10.0.0.7 is away");
    let routes = Router::new()
        .route("/number/{n}", get(json))
        .route("/leak", post(leak).get(leak))
        .route("/odd", get(odd));
    let server = Site::default().serve(routes).await;

    assert_eq!(server.get("/number/abc").await.problem(400, "invalid-request").get("detail"), None);
    assert!(!server.get("/leak").await.text().contains("column"));
    server.get("/odd").await.problem(500, "internal");
}

#[tokio::test]
async fn an_answer_that_is_a_problem_already_is_left_alone() {
    let stored = async || {
        let headers = [("content-type", "application/problem+json")];
        (StatusCode::CONFLICT, headers, r#"{"type":"stored"}"#)
    };
    let server = Site::default().serve(Router::new().route("/", get(stored))).await;
    let answer = server.get("/").await;
    assert_eq!((answer.status, answer.text().as_str()), (409, r#"{"type":"stored"}"#));
}

#[tokio::test]
async fn every_answer_has_the_security_headers_and_keeps_its_own_caching() {
    let cached = async || ([("cache-control", "max-age=60")], "hello");
    let routes = Router::new().route("/", get(async || "hello")).route("/cached", get(cached));
    let server = Site::default().serve(routes).await;

    let plain = server.get("/").await;
    assert_eq!(plain.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(plain.header("cache-control"), Some("no-store"));
    assert_eq!(server.get("/cached").await.header("cache-control"), Some("max-age=60"));
}

#[tokio::test]
async fn headers_that_claim_an_identity_do_not_get_in() {
    let names = async |headers: HeaderMap| {
        headers.keys().map(|name| name.as_str().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let server = Site::default().serve(Router::new().route("/", get(names))).await;
    let claims = "X-UserId: 1\r\nX-User-Id: 1\r\nx-roles: admin\r\nX-Roles: admin\r\nX-Fine: 1\r\n";
    let seen = server.exchange(request("/", claims)).await.text();
    assert_eq!(seen, "host connection x-fine");
}

#[tokio::test]
async fn large_texts_are_compressed_for_those_who_want_it() {
    let text = |length: usize| {
        get(async move || ([("content-type", "application/json")], "1".repeat(length)))
    };
    let encoded = async || {
        let headers = [("content-type", "application/json"), ("content-encoding", "br")];
        (headers, "x".repeat(5000)).into_response()
    };
    let routes = Router::new()
        .route("/large", text(5000))
        .route("/small", text(500))
        .route("/encoded", get(encoded));
    let server = Site::default().serve(routes).await;
    let accept = |value: &str| format!("Accept-Encoding: {value}\r\n");

    let large = server.exchange(request("/large", &accept("gzip, br"))).await;
    assert_eq!(large.header("content-encoding"), Some("gzip"));
    assert_eq!(large.header("vary"), Some("accept-encoding"));
    assert!(large.body.len() < 500);

    for (path, coding) in [("/large", "br"), ("/large", "identity;q=0"), ("/small", "gzip")] {
        let answer = server.exchange(request(path, &accept(coding))).await;
        assert_eq!(
            (answer.status, answer.header("content-encoding")),
            (200, None),
            "{path} {coding}"
        );
    }
    let encoded = server.exchange(request("/encoded", &accept("gzip"))).await;
    assert_eq!((encoded.header("content-encoding"), encoded.body.len()), (Some("br"), 5000));
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let server = Site::default().serve(Router::new().route("/", get(async || "hello"))).await;
    let head = request("/", "").replacen("GET", "HEAD", 1);
    let answer = server.exchange(head).await;
    assert_eq!((answer.status, answer.header("content-length")), (200, Some("5")));
    assert_eq!(answer.body, b"");

    let missing = request("/missing", "").replacen("GET", "HEAD", 1);
    let answer = server.exchange(missing).await;
    assert_eq!((answer.status, answer.body.len()), (404, 0));
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
}
