//! Who is asked for credentials, and when.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::Caller;
use crate::service::{code, post, send};

fn anonymous(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

fn with_bad_token(path: &str) -> Request<Body> {
    Request::get(path).header("authorization", "Bearer bad").body(Body::empty()).unwrap()
}

#[tokio::test]
async fn public_operations_do_not_look_at_credentials() {
    assert_eq!(send(anonymous("/livez")).await.1.status(), StatusCode::OK);
    assert_eq!(send(with_bad_token("/livez")).await.1.status(), StatusCode::OK);
}

#[tokio::test]
async fn optional_credentials_must_be_good_if_they_are_there() {
    let (service, response) = send(anonymous("/v1/courses")).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(service.asked.lock().unwrap().caller, None);

    let (service, _) = send(crate::service::get("/v1/courses")).await;
    assert_eq!(service.asked.lock().unwrap().caller, Some(Caller("ada".to_owned())));

    let (_, response) = send(with_bad_token("/v1/courses")).await;
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn required_credentials_are_asked_for_before_anything_else_is_looked_at() {
    let mut request = post("no JSON");
    request.headers_mut().remove("authorization");
    request.headers_mut().remove("content-type");
    let (_, response) = send(request).await;
    assert_eq!(code(&response), "unauthenticated");
    assert_eq!(response.headers()["www-authenticate"], "Bearer");

    let (_, response) = send(anonymous("/v1/courses/7")).await;
    assert_eq!(code(&response), "unauthenticated");
}
