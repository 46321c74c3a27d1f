//! Parameters: decoded, checked, defaulted.

use axum::http::{Method, StatusCode};

use crate::api::models::{CourseSort, Level};
use crate::api::{ListCoursesParams, OPERATIONS, OperationId};
use crate::service::{COURSE, code, errors, get, post, request, send};

async fn listed(query: &str) -> ListCoursesParams {
    let (service, response) = send(get(&format!("/v1/courses{query}"))).await;
    assert_eq!(response.status(), StatusCode::OK, "{query}");
    let params = service.asked.lock().unwrap().list.take();
    params.unwrap()
}

#[tokio::test]
async fn defaults_stand_in_for_what_was_not_sent() {
    let wanted = ListCoursesParams {
        limit: 50,
        level: Vec::new(),
        sort: CourseSort::Title,
        published_after: None,
        hidden: None,
    };
    assert_eq!(listed("").await, wanted);
}

#[tokio::test]
async fn values_are_read_as_declared() {
    let query = "?limit=7&level=advanced&level=introductory&sort=title_desc&hidden=true\
                 &published_after=2026-11-21T09:00:00%2B01:00";
    let wanted = ListCoursesParams {
        limit: 7,
        level: vec![Level::Advanced, Level::Introductory],
        sort: CourseSort::TitleDesc,
        published_after: Some("2026-11-21T08:00:00Z".parse().unwrap()),
        hidden: Some(true),
    };
    assert_eq!(listed(query).await, wanted);
}

#[tokio::test]
async fn unknown_parameters_are_named() {
    let (_, response) = send(get("/v1/courses?colour=red&limit=3&a/b=1")).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(code(&response), "unknown-parameter");
    let wanted = [("/query/a~1b", "unknown-parameter"), ("/query/colour", "unknown-parameter")];
    assert_eq!(errors(&response), wanted);
}

#[tokio::test]
async fn bad_values_are_named_together() {
    let query = "?limit=0&level=easy&sort=-title&hidden=yes&published_after=now&x=1";
    let (_, response) = send(get(&format!("/v1/courses{query}"))).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert_eq!(code(&response), "invalid-request");
    assert_eq!(
        errors(&response),
        [
            ("/query/x", "unknown-parameter"),
            ("/query/limit", "minimum"),
            ("/query/level/0", "enum"),
            ("/query/sort", "enum"),
            ("/query/published_after", "format"),
            ("/query/hidden", "type"),
        ]
    );
    for (query, wanted) in [
        ("limit=1&limit=2", ("/query/limit", "duplicate")),
        ("limit=ten", ("/query/limit", "type")),
        ("limit=201", ("/query/limit", "maximum")),
        ("limit=", ("/query/limit", "type")),
        ("limit=99999999999999999999", ("/query/limit", "type")),
        ("level=advanced&level=advanced&level=advanced", ("/query/level", "too-many-items")),
        ("sort=%ff", ("/query", "encoding")),
    ] {
        let (_, response) = send(get(&format!("/v1/courses?{query}"))).await;
        assert_eq!((code(&response), errors(&response)), ("invalid-request", vec![wanted]));
    }
}

#[tokio::test]
async fn a_path_that_can_not_exist_looks_like_one_that_does_not() {
    for path in ["/v1/courses/7", "/v1/courses/%ff", "/v1/courses/%20"] {
        for request in [
            get(path),
            request(Method::DELETE, path).body(axum::body::Body::empty()).unwrap(),
            request(Method::PATCH, path)
                .header("content-type", "application/merge-patch+json")
                .body("no JSON".into())
                .unwrap(),
        ] {
            let (_, response) = send(request).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(errors(&response), [], "{path}");
        }
    }
    let (_, response) = send(get(&format!("{COURSE}/revisions/0/table.csv"))).await;
    assert_eq!(code(&response), "not-found");
}

#[tokio::test]
async fn bad_headers_are_named_together_with_a_bad_body() {
    let mut request = post(r#"{"title": ""}"#);
    request.headers_mut().insert("idempotency-key", "short".parse().unwrap());
    let (_, response) = send(request).await;
    assert_eq!(code(&response), "invalid-request");
    let wanted = [("/header/Idempotency-Key", "too-short"), ("/title", "too-short")];
    assert_eq!(errors(&response), wanted);

    let mut request = post(r#"{"title": "Algebra"}"#);
    let key = axum::http::HeaderValue::from_bytes(b"k\xc3\xa9y-k\xc3\xa9y-").unwrap();
    request.headers_mut().insert("idempotency-key", key);
    let (_, response) = send(request).await;
    assert_eq!(errors(&response), [("/header/Idempotency-Key", "encoding")]);

    let mut request = post(r#"{"title": "Algebra"}"#);
    for _ in 0..2 {
        request.headers_mut().append("idempotency-key", "0123456789".parse().unwrap());
    }
    let (_, response) = send(request).await;
    assert_eq!(errors(&response), [("/header/Idempotency-Key", "duplicate")]);
}

#[tokio::test]
async fn a_broken_body_is_named_together_with_a_bad_parameter() {
    let mut request = post("{");
    *request.uri_mut() = "/v1/courses?x=1".parse().unwrap();
    let (_, response) = send(request).await;
    assert_eq!(code(&response), "invalid-request");
    assert_eq!(errors(&response), [("/query/x", "unknown-parameter"), ("", "syntax")]);
}

#[tokio::test]
async fn the_context_tells_what_was_asked() {
    let (service, _) = send(get("/v1/courses?limit=3")).await;
    let context = service.asked.lock().unwrap().context.take().unwrap();
    assert_eq!((&*context.path, &*context.query), ("/v1/courses", "limit=3"));
    assert_eq!(OperationId::of(context.operation), OperationId::ListCourses);
    assert_eq!(context.request_id, "");

    let mut request = get("/livez");
    request.extensions_mut().insert(xhttp::RequestId::parse("request-7").unwrap());
    let (service, response) = send(request).await;
    let context = service.asked.lock().unwrap().context.take().unwrap();
    assert_eq!(context.request_id, "request-7");
    let operation = response.extensions().get::<&'static xapi::Operation>();
    assert_eq!(operation.map(|it| it.name), Some("getLiveness"));
}

#[tokio::test]
async fn the_same_request_has_the_same_fingerprint() {
    let of = async |body: &'static str| send(post(body)).await.0.fingerprint();
    let first = of(r#"{"title": "Algebra", "tags": ["a"]}"#).await;
    assert_eq!(first, of(r#"{"tags":["a"],"title":"Algebra"}"#).await);
    assert_ne!(first, of(r#"{"tags":["b"],"title":"Algebra"}"#).await);
}

#[test]
fn the_table_says_what_the_document_says() {
    for (id, operation) in OperationId::ALL.into_iter().zip(&OPERATIONS) {
        assert_eq!(id.operation(), operation);
        assert_eq!(OperationId::of(operation), id);
    }
    crate::api::warm_schemas();
    let create = OperationId::CreateCourse.operation();
    assert_eq!((create.method, create.path), ("POST", "/v1/courses"));
    assert_eq!((create.body_limit, create.statuses), (4096, &[201, 409, 422][..]));
    assert_eq!((create.roles, create.problems), (&["teacher", "admin"][..], &["slug-taken"][..]));
    assert!(OperationId::ListCourses.operation().reads_nearest);
    assert_eq!(OperationId::GetCourse.operation().body_limit, 1 << 20);
}
