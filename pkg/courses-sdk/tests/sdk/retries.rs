//! What is sent again, and when.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use courses_sdk::{Client, CoursePatch, Error, RetryPolicy, types};
use wiremock::matchers::{any, header, header_exists, method, path};
use wiremock::{Mock, MockServer};

use crate::support::{COURSE, answer, builder, client, problem};

fn course_id() -> types::CourseId {
    COURSE.parse().expect("the id of the contract is a UUID")
}

fn title() -> types::builder::CourseCreate {
    types::CourseCreate::builder().title("Rust")
}

#[tokio::test]
async fn a_read_is_tried_again_after_a_passing_fault() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(problem(503, "overloaded"))
        .up_to_n_times(2)
        .mount(&server)
        .await;
    Mock::given(any()).respond_with(answer(200, "Course")).mount(&server).await;

    let course = client(&server).get_course().course_id(course_id()).send().await.unwrap();

    assert_eq!(course.title, "Introduction to Rust");
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
}

#[tokio::test]
async fn retry_after_is_the_least_pause() {
    let server = MockServer::start().await;
    let busy = problem(429, "rate-limited").insert_header("Retry-After", "1");
    Mock::given(any()).respond_with(busy).up_to_n_times(1).mount(&server).await;
    Mock::given(any()).respond_with(answer(200, "Course")).mount(&server).await;

    let started = Instant::now();
    client(&server).get_course().course_id(course_id()).send().await.unwrap();

    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_pause_longer_than_all_the_time_left_is_not_waited_for() {
    let server = MockServer::start().await;
    let busy = problem(503, "overloaded").insert_header("Retry-After", "600");
    Mock::given(any()).respond_with(busy).mount(&server).await;

    let failed = client(&server).get_course().course_id(course_id()).send().await.unwrap_err();

    let Error::Problem(problem) = failed.into() else { panic!("no problem") };
    assert_eq!(problem.retry_after, Some(Duration::from_mins(10)));
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn all_tries_of_a_post_carry_the_same_key() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(problem(502, "internal")).up_to_n_times(2).mount(&server).await;
    Mock::given(header_exists("Idempotency-Key"))
        .respond_with(answer(201, "CourseDraft"))
        .mount(&server)
        .await;

    let client = client(&server);
    client.create_course().body(title()).send().await.unwrap();
    client.create_course().body(title()).send().await.unwrap();

    let requests = server.received_requests().await.unwrap();
    let keys: Vec<&str> =
        requests.iter().map(|it| it.headers["idempotency-key"].to_str().unwrap()).collect();
    assert_eq!(keys.len(), 4);
    assert_eq!(keys[..3].iter().collect::<BTreeSet<_>>().len(), 1);
    assert_ne!(keys[0], keys[3]);
    assert!(keys.iter().all(|key| types::IdempotencyKey::try_from(*key).is_ok()));
}

#[tokio::test]
async fn the_key_of_the_caller_is_kept() {
    let server = MockServer::start().await;
    Mock::given(header("Idempotency-Key", "my-own-key"))
        .respond_with(answer(201, "CourseDraft"))
        .expect(1)
        .mount(&server)
        .await;

    let call = client(&server);
    call.create_course().idempotency_key("my-own-key").body(title()).send().await.unwrap();
}

#[tokio::test]
async fn a_post_without_a_key_is_sent_once() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(problem(503, "overloaded")).mount(&server).await;

    let client = builder(&server).automatic_keys(false).build().unwrap();
    client.create_course().body(title()).send().await.unwrap_err();

    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_patch_is_tried_again_only_with_a_tag() {
    let server = MockServer::start().await;
    Mock::given(method("PATCH")).respond_with(problem(503, "overloaded")).mount(&server).await;

    let client = client(&server);
    let patch = CoursePatch::new().visibility(types::Visibility::Hidden);
    let call = client.patch_course().course_id(course_id()).body(patch);
    call.clone().send().await.unwrap_err();
    assert_eq!(server.received_requests().await.unwrap().len(), 1);

    call.if_match(types::Version::from(3)).send().await.unwrap_err();
    assert_eq!(server.received_requests().await.unwrap().len(), 4);
}

#[tokio::test]
async fn a_refusal_is_final() {
    let server = MockServer::start().await;
    Mock::given(path(format!("/v1/courses/{COURSE}")))
        .respond_with(problem(404, "not-found"))
        .mount(&server)
        .await;

    let refused = client(&server).get_course().course_id(course_id()).send().await.unwrap_err();

    assert_eq!(Error::from(refused).code(), Some("not-found"));
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_unreachable_service_is_an_error_after_all_tries() {
    let pause = Duration::from_millis(1);
    let policy = RetryPolicy::default().tries(2).pauses(pause, pause);
    let client = Client::builder("http://127.0.0.1:1").retry(policy).build().unwrap();

    let failed = client.get_course().course_id(course_id()).send().await.unwrap_err();

    assert!(matches!(Error::from(failed), Error::Connection(_)));
}

#[tokio::test]
async fn a_slow_answer_ends_with_the_time_out() {
    let server = MockServer::start().await;
    let slow = answer(200, "Course").set_delay(Duration::from_secs(30));
    Mock::given(any()).respond_with(slow).mount(&server).await;

    let client = builder(&server).timeout(Duration::from_millis(50)).build().unwrap();
    let started = Instant::now();
    client.get_course().course_id(course_id()).send().await.unwrap_err();

    assert!(started.elapsed() < Duration::from_secs(10));
    assert_eq!(server.received_requests().await.unwrap().len(), 3);
}
