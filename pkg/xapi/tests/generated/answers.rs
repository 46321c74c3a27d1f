//! Answers: negotiated, checked, stored, and finished although nobody waits.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode};
use tower::ServiceExt as _;
use xapi::RawAnswer;

use crate::api::CreateCourseResponse;
use crate::service::{COURSE, Sample, bytes, code, course, get, post, request, router, send};

#[tokio::test]
async fn answers_without_content_have_none() {
    let delete = request(Method::DELETE, COURSE).body(Body::empty()).unwrap();
    let (_, response) = send(delete).await;
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert!(!response.headers().contains_key("content-type"));
    assert!(bytes(response).await.is_empty());

    for (tag, status) in
        [("\"1\"", StatusCode::NOT_MODIFIED), ("\"moved\"", StatusCode::MOVED_PERMANENTLY)]
    {
        let get = request(Method::GET, COURSE).header("if-none-match", tag);
        let (_, response) = send(get.body(Body::empty()).unwrap()).await;
        assert_eq!(response.status(), status);
        assert!(bytes(response).await.is_empty());
    }
}

#[tokio::test]
async fn a_caller_that_takes_no_json_is_told() {
    let get = request(Method::GET, COURSE).header("accept", "text/html");
    let (_, response) = send(get.body(Body::empty()).unwrap()).await;
    assert_eq!(code(&response), "not-acceptable");
}

#[tokio::test]
async fn an_answer_that_breaks_the_contract_is_a_fault() {
    for (title, cause) in [
        (
            "broken body",
            "answer of `createCourse` with status 201 does not fit its schema: \
             /title must have at most 20 characters",
        ),
        ("broken header", "answer has a header `location` that can not be written"),
        ("broken status", "answer of `createCourse` has the undeclared status 418"),
    ] {
        let (_, response) = send(post(format!("{{\"title\": \"{title}\"}}"))).await;
        assert_eq!(code(&response), "internal");
        let problem = xhttp::problem_of(&response).unwrap();
        assert_eq!(problem.source().unwrap().to_string(), cause);
    }
}

#[tokio::test]
async fn a_panic_in_a_change_is_a_fault() {
    let (_, response) = send(post(r#"{"title": "panic"}"#)).await;
    assert_eq!(code(&response), "internal");
    let problem = xhttp::problem_of(&response).unwrap();
    assert_eq!(problem.source().unwrap().to_string(), "handler of `createCourse` did not finish");
}

#[tokio::test]
async fn a_stored_answer_is_replayed_as_it_was() {
    let (_, first) = send(post(r#"{"title": "Algebra"}"#)).await;
    let (_, replayed) = send(post(r#"{"title": "replayed"}"#)).await;
    assert_eq!(first.status(), replayed.status());
    assert_eq!(first.headers(), replayed.headers());
    assert_eq!(bytes(first).await, bytes(replayed).await);
}

#[test]
fn an_answer_can_be_stored() {
    let answer = CreateCourseResponse::Created {
        body: course("Algebra"),
        etag: "\"1\"".to_owned(),
        idempotent_replayed: None,
        location: COURSE.to_owned(),
    };
    let RawAnswer { status, headers, body } = answer.into_raw().unwrap();
    assert_eq!(status, 201);
    let headers: Vec<_> = headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    let wanted = [("content-type", "application/json"), ("etag", "\"1\""), ("location", COURSE)];
    assert_eq!(headers, wanted);
    assert_eq!(
        serde_json::from_slice::<crate::api::models::Course>(&body).unwrap(),
        course("Algebra")
    );
}

#[tokio::test]
async fn a_change_comes_to_its_end_although_the_caller_is_gone() {
    let service = Arc::new(Sample::default());
    let mut call = Box::pin(router(&service).oneshot(post(r#"{"title": "slow"}"#)));
    // Wait until the handler has been reached, then go away.
    while service.asked.lock().unwrap().create.is_none() {
        let waited = tokio::time::timeout(Duration::from_millis(5), &mut call).await;
        assert!(waited.is_err());
    }
    drop(call);

    service.gate.notify_one();
    tokio::time::timeout(Duration::from_secs(5), service.done.notified()).await.unwrap();
}

#[tokio::test]
async fn one_path_serves_operations_of_two_traits() {
    assert_eq!(send(get(COURSE)).await.1.status(), StatusCode::OK);
    let put = request(Method::PUT, COURSE).header("content-type", "application/octet-stream");
    let (_, response) = send(put.body("bytes".into()).unwrap()).await;
    assert_eq!(response.status(), StatusCode::ACCEPTED);
}
