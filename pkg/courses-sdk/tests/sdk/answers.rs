//! What the caller gets to see of an answer.

use courses_sdk::prelude::*;
use courses_sdk::{Error, types};
use serde_json::json;
use wiremock::matchers::{any, header, header_exists};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{COURSE, answer, builder, client, example};

fn course_id() -> types::CourseId {
    COURSE.parse().expect("the id of the contract is a UUID")
}

#[tokio::test]
async fn headers_of_an_answer_can_be_read() {
    let server = MockServer::start().await;
    let created = answer(201, "CourseDraft")
        .insert_header("ETag", "\"1\"")
        .insert_header("Location", "/v1/courses/x/draft")
        .insert_header("X-Request-Id", "r-7")
        .insert_header("Idempotent-Replayed", "true");
    Mock::given(header("Authorization", "Bearer token")).respond_with(created).mount(&server).await;

    let course = types::CourseCreate::builder().title("Rust");
    let draft = client(&server).create_course().body(course).send().await.unwrap();

    assert_eq!(draft.etag(), Some((&draft.version).into()));
    assert_eq!(draft.location(), Some("/v1/courses/x/draft"));
    assert_eq!(draft.request_id(), Some("r-7"));
    assert!(draft.is_replayed());
}

#[tokio::test]
async fn an_unchanged_resource_is_none() {
    let server = MockServer::start().await;
    Mock::given(header("If-None-Match", "\"2\""))
        .respond_with(ResponseTemplate::new(304).insert_header("ETag", "\"2\""))
        .mount(&server)
        .await;
    Mock::given(any()).respond_with(answer(200, "Course")).with_priority(9).mount(&server).await;

    let client = client(&server);
    let course = client.get_course().course_id(course_id()).send().await.if_changed().unwrap();
    let version = course.unwrap().version.clone();
    let call = client.get_course().course_id(course_id()).if_none_match(version);

    assert!(call.send().await.if_changed().unwrap().is_none());
}

#[tokio::test]
async fn a_problem_keeps_every_member() {
    let server = MockServer::start().await;
    let body = example("ProblemIllegalTransition").to_string();
    let refused = ResponseTemplate::new(409).set_body_raw(body, "application/problem+json");
    Mock::given(any()).respond_with(refused).mount(&server).await;

    let error: Error =
        client(&server).publish_course().course_id(course_id()).send().await.unwrap_err().into();

    assert_eq!(error.code(), Some("illegal-transition"));
    assert_eq!(error.request_id(), Some("0192f3c0-8d22-7a41-b3c5-2f4e6a8b0c11"));
    let problem = error.problem().unwrap();
    assert_eq!(problem.extensions["allowed"], json!(["restore"]));
    assert!(error.to_string().contains("a course that is archived cannot publish"));
}

#[tokio::test]
async fn violations_name_their_fields() {
    let server = MockServer::start().await;
    let body = example("ProblemValidationFailed").to_string();
    let refused = ResponseTemplate::new(422).set_body_raw(body, "application/problem+json");
    Mock::given(any()).respond_with(refused).mount(&server).await;

    let course = types::CourseCreate::builder().title("Rust");
    let error: Error =
        client(&server).create_course().body(course).send().await.unwrap_err().into();

    let pointers: Vec<&str> =
        error.problem().unwrap().errors.iter().map(|it| it.pointer.as_str()).collect();
    assert_eq!(pointers, ["/title", "/sections/0/heading"]);
}

#[tokio::test]
async fn a_stale_tag_comes_with_the_present_one() {
    let server = MockServer::start().await;
    let body = example("ProblemVersionMismatch").to_string();
    let stale = ResponseTemplate::new(412)
        .insert_header("ETag", "\"9\"")
        .set_body_raw(body, "application/problem+json");
    Mock::given(header_exists("If-Match")).respond_with(stale).mount(&server).await;

    let client = client(&server);
    let call = client.delete_course().course_id(course_id()).if_match(types::Version::from(3));
    let error: Error = call.send().await.unwrap_err().into();

    let current = error.problem().unwrap().current.as_ref();
    assert_eq!(current, Some(&types::Version::from(9).into()));
}

#[tokio::test]
async fn a_page_of_a_proxy_is_a_problem_too() {
    let server = MockServer::start().await;
    let page = ResponseTemplate::new(413)
        .insert_header("X-Request-Id", "r-8")
        .set_body_raw("<h1>no</h1>", "text/html");
    Mock::given(any()).respond_with(page).mount(&server).await;

    let error: Error =
        client(&server).get_course().course_id(course_id()).send().await.unwrap_err().into();

    assert_eq!(error.code(), Some("about:blank"));
    assert_eq!(error.request_id(), Some("r-8"));
    assert_eq!(error.problem().unwrap().status, 413);
}

#[tokio::test]
async fn members_that_came_later_are_ignored() {
    let server = MockServer::start().await;
    let mut course = example("Course");
    course["rating"] = json!({ "count": 3 });
    course["credits"]["unit"] = json!("ECTS");
    let grown = ResponseTemplate::new(200).set_body_json(course);
    Mock::given(any()).respond_with(grown).mount(&server).await;

    let course = client(&server).get_course().course_id(course_id()).send().await.unwrap();

    assert_eq!(*course.credits.as_ref().unwrap().min, 300);
}

#[tokio::test]
async fn content_of_a_lesson_is_told_apart_by_its_kind() {
    let server = MockServer::start().await;
    let mut lesson = example("Lesson");
    lesson["kind"] = json!("file");
    lesson["content"] = json!({
        "kind": "file", "url": "https://example.org/a.pdf", "media_type": null, "size_bytes": 7
    });
    let found = ResponseTemplate::new(200).set_body_json(lesson);
    Mock::given(any()).respond_with(found).mount(&server).await;

    let client = client(&server);
    let id: types::LessonId = COURSE.parse().unwrap();
    let call = client.get_draft_lesson().course_id(course_id()).lesson_id(id);
    let lesson = call.send().await.unwrap();

    assert!(matches!(lesson.content, Some(types::DraftLessonContent::FileContent(_))));
}

#[tokio::test]
async fn a_client_without_a_token_is_anonymous() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer(200, "Course")).mount(&server).await;

    let client = builder(&server).build().unwrap();
    let renewed = client.with_token("other").unwrap();
    for caller in [&client, &renewed, &client.without_token()] {
        caller.get_course().course_id(course_id()).send().await.unwrap();
    }

    let sent = server.received_requests().await.unwrap();
    let tokens: Vec<Option<&str>> = sent
        .iter()
        .map(|it| it.headers.get("authorization").map(|value| value.to_str().unwrap()))
        .collect();
    assert_eq!(tokens, [Some("Bearer token"), Some("Bearer other"), None]);
}
