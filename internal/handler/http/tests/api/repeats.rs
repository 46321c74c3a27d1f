//! Requests that are sent again.

use serde_json::json;

use crate::school::{ADMIN, MODERATOR, School, TEACHER};

const KEY: &str = "idempotency-key";

#[tokio::test]
async fn the_same_request_gets_the_first_answer_again() {
    let school = School::new();
    let body = json!({ "title": "Rust" });
    let ask = || school.post("/v1/courses").by(TEACHER).header(KEY, "a-random-key").json(&body);
    let first = ask().gets(201).await;
    assert_eq!(first.header("idempotent-replayed"), None);
    // Things move on in the meantime.
    let draft = first.header("location").unwrap();
    let patch = json!({ "title": "Rust, changed" });
    school.patch(draft).by(TEACHER).header("if-match", "*").json(&patch).gets(200).await;

    let again = ask().gets(201).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.body, first.body);
    for name in ["etag", "location", "content-type"] {
        assert_eq!(again.header(name), first.header(name), "{name}");
    }
}

#[tokio::test]
async fn another_request_with_the_key_is_refused() {
    let school = School::new();
    let ask = |title| {
        let body = json!({ "title": title });
        school.post("/v1/courses").by(TEACHER).header(KEY, "a-random-key").json(&body)
    };
    ask("Rust").gets(201).await;
    assert_eq!(ask("Go").gets(422).await.code(), "idempotency-key-reused");
}

#[tokio::test]
async fn a_key_belongs_to_one_caller_and_one_operation() {
    let school = School::new();
    let subject = |code| json!({ "code": code, "title": "Title" });
    let ask = |person, code| {
        school.post("/v1/subjects").by(person).header(KEY, "a-random-key").json(&subject(code))
    };
    ask(ADMIN, "cs").gets(201).await;
    ask(MODERATOR, "math").gets(201).await;
    let body = json!({ "name": "Ada" });
    let other = school.post("/v1/instructors").by(ADMIN).header(KEY, "a-random-key").json(&body);
    assert_eq!(other.gets(201).await.header("idempotent-replayed"), None);
}

#[tokio::test]
async fn steps_are_replayed_too_and_only_for_a_day() {
    let school = School::new();
    let body = json!({ "title": "Rust" });
    let made = school.post("/v1/courses").by(TEACHER).json(&body).gets(201).await;
    let course = format!("/v1/courses/{}", made.json()["id"].as_str().unwrap());
    let archive = format!("{course}/archive");
    let ask = || school.post(&archive).by(TEACHER).header(KEY, "a-random-key");
    let first = ask().gets(200).await;
    let again = ask().gets(200).await;
    assert_eq!(
        (again.body, again.headers["etag"].clone()),
        (first.body, first.headers["etag"].clone())
    );

    school.clock.advance(jiff::SignedDuration::from_hours(25));
    assert_eq!(ask().gets(409).await.code(), "illegal-transition");
}
