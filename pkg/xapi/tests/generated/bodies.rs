//! Request bodies: read, validated, refused.

use axum::http::{Method, StatusCode};
use serde_json::json;
use xerror::Problem;

use crate::api::models;
use crate::service::{COURSE, bytes, code, course, errors, patch, post, request, send};

#[tokio::test]
async fn a_good_body_reaches_the_handler_and_its_answer_the_caller() {
    let body = json!({
        "title": "Algebra",
        "summary": null,
        "tags": ["maths"],
        "lessons": [{ "kind": "link", "url": "https://example.org/" }],
        "credits": { "min": 100.0, "max": 300 },
        "starts_on": "2026-12-01",
        "access_code": "open sesame",
    });
    let (service, response) = send(post(body.to_string())).await;

    assert_eq!(response.status(), StatusCode::CREATED);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.headers()["etag"], "\"1\"");
    assert_eq!(response.headers()["location"], COURSE);
    assert!(!response.headers().contains_key("idempotent-replayed"));
    let answer: models::Course = serde_json::from_slice(&bytes(response).await).unwrap();
    assert_eq!(answer, course("Algebra"));

    let (params, body) = service.asked.lock().unwrap().create.take().unwrap();
    assert!(!format!("{body:?}").contains("sesame"), "secrets are not shown");
    assert_eq!(params.idempotency_key, None);
    let link = models::LinkLesson { url: "https://example.org/".to_owned() };
    assert_eq!(body.lessons, [models::Lesson::Link(link)]);
    assert_eq!(body.credits.map(|credits| (credits.min, credits.max)), Some((100, 300)));
    assert_eq!(body.level, models::Level::Introductory, "the default of the document");
    assert_eq!(body.access_code.as_ref().map(xapi::SecretText::expose), Some("open sesame"));
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let body = json!({
        "owner_id": "me",
        "level": "easy",
        "tags": ["Not A Tag", "b", "b", "d"],
        "lessons": [{ "kind": "text" }, { "kind": "video" }, { "kind": "link", "url": "no", "x/y": 1 }],
        "credits": { "min": -1, "max": 1.5 },
        "starts_on": "tomorrow",
        "summary": 7,
    });
    let (service, response) = send(post(body.to_string())).await;

    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(code(&response), "validation-failed");
    let mut found = errors(&response);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("/credits/max", "type"),
            ("/credits/min", "minimum"),
            ("/lessons/0/body", "required"),
            ("/lessons/1/kind", "enum"),
            ("/lessons/2/url", "format"),
            ("/lessons/2/x~1y", "unknown-member"),
            ("/level", "enum"),
            ("/owner_id", "unknown-member"),
            ("/starts_on", "format"),
            ("/summary", "type"),
            ("/tags", "too-many-items"),
            ("/tags", "unique-items"),
            ("/tags/0", "pattern"),
            ("/title", "required"),
        ]
    );
    assert!(service.asked.lock().unwrap().create.is_none());
}

#[tokio::test]
async fn a_submitted_value_is_never_repeated() {
    let secret = "hunter2-hunter2-hunter2-hunter2";
    let body = json!({ "title": secret, "level": secret, "tags": secret, "starts_on": secret });
    let (_, response) = send(post(body.to_string())).await;
    let problem = format!("{:?}", xhttp::problem_of(&response));
    assert!(problem.contains("/title") && !problem.contains("hunter2"), "{problem}");
}

#[tokio::test]
async fn what_is_no_json_is_refused_without_the_words_of_the_parser() {
    let deep = format!("{}1{}", "[".repeat(33), "]".repeat(33));
    for (body, detail) in [
        (&b"{\"title\": hunter2}"[..], "the body is not valid JSON at line 1, column 11"),
        (b"", "the body is empty"),
        (b"{\"title\": \"\xff\"}", "the body is not valid UTF-8"),
        (deep.as_bytes(), "the body is nested deeper than 32 levels"),
    ] {
        let (_, response) = send(post(body.to_vec())).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        assert_eq!(code(&response), "invalid-request");
        let found = xhttp::problem_of(&response).unwrap().field_errors();
        assert_eq!((&*found[0].pointer, found[0].code, &*found[0].detail), ("", "syntax", detail));
    }
}

#[tokio::test]
async fn a_body_of_another_media_type_is_refused() {
    for media in ["text/plain", "application/merge-patch+json", ""] {
        let mut request = post("{}");
        request.headers_mut().insert("content-type", media.parse().unwrap());
        let (_, response) = send(request).await;
        assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "{media}");
        assert_eq!(response.headers()["accept"], "application/json");
    }
    let mut compressed = post("{}");
    compressed.headers_mut().insert("content-encoding", "gzip".parse().unwrap());
    assert_eq!(code(&send(compressed).await.1), "unsupported-media-type");

    let put = request(Method::PUT, COURSE).header("content-type", "image/png");
    let (_, response) = send(put.body("png".into()).unwrap()).await;
    assert_eq!(code(&response), "unsupported-media-type");
}

#[tokio::test]
async fn a_body_over_the_limit_of_its_operation_is_refused() {
    let body = json!({ "title": "x".repeat(5000) }).to_string();
    let (_, response) = send(post(body.clone())).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);

    // Told beforehand, or found out on the way.
    let mut announced = post(body);
    announced.headers_mut().insert("content-length", "5014".parse().unwrap());
    let (_, response) = send(announced).await;
    assert_eq!(code(&response), "too-large");
}

#[tokio::test]
async fn null_and_absent_differ_in_a_patch() {
    let (service, response) = send(patch(r#"{"summary": null, "title": "New"}"#)).await;
    assert_eq!(response.status(), StatusCode::OK);
    let asked = service.asked.lock().unwrap().patch.take().unwrap();
    let wanted = models::CoursePatch {
        title: Some("New".to_owned()),
        summary: Some(None),
        tags: None,
        credits: None,
    };
    assert_eq!(asked, wanted);

    let (service, _) = send(patch(r#"{"credits": {"min": 1, "max": 2}}"#)).await;
    let asked = service.asked.lock().unwrap().patch.take().unwrap();
    assert_eq!(asked.credits, Some(Some(models::Credits { min: 1, max: 2 })));
    assert_eq!(asked.summary, None);
}

#[tokio::test]
async fn a_patch_must_change_something_and_only_what_is_there() {
    let (_, response) = send(patch("{}")).await;
    assert_eq!(errors(&response), [("", "too-few-members")]);
    let (_, response) = send(patch(r#"{"title": null, "owner": 1}"#)).await;
    let mut found = errors(&response);
    found.sort_unstable();
    assert_eq!(found, [("/owner", "unknown-member"), ("/title", "type")]);
    let (_, response) = send(patch("[]")).await;
    assert_eq!(errors(&response), [("", "type")]);
}

#[tokio::test]
async fn a_problem_of_the_handler_reaches_the_caller() {
    let (_, response) =
        send(crate::service::get(&format!("/v1/courses/{}", uuid::Uuid::nil()))).await;
    assert_eq!(xhttp::problem_of(&response).map(Problem::status), Some(404));
}
