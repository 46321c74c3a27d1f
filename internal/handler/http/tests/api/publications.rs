//! Publication requests.

use serde_json::{Value, json};

use crate::ask::Answer;
use crate::school::{ADMIN, MODERATOR, OTHER_TEACHER, Options, School, TEACHER};

const REQUESTS: &str = "/v1/publication-requests";

/// A course of the teacher that was never published; its path.
async fn drafted(school: &School) -> (String, Value) {
    let body = json!({ "title": "Rust" });
    let made = school.post("/v1/courses").by(TEACHER).json(&body).gets(201).await.json();
    (format!("/v1/courses/{}", made["id"].as_str().unwrap()), made)
}

async fn submitted(school: &School, course: &Value) -> Answer {
    let body = json!({ "course_id": course["id"] });
    school.post(REQUESTS).by(TEACHER).json(&body).gets(201).await
}

#[tokio::test]
async fn a_request_is_made_read_listed_and_approved() {
    let school = School::new();
    let (path, course) = drafted(&school).await;
    let made = submitted(&school, &course).await;
    let request = made.json();
    assert_eq!((&request["status"], &request["draft_version"]), (&json!("unwatched"), &json!(1)));
    assert_eq!(request["owner_id"], json!(TEACHER.account));
    let location = made.header("location").unwrap();
    assert_eq!(school.get(location).by(MODERATOR).gets(200).await.json(), request);
    let unchanged = school.get(location).by(TEACHER).header("if-none-match", made.tag());
    unchanged.gets(304).await;
    let listed = school.get(REQUESTS).by(MODERATOR).gets(200).await.json();
    assert_eq!(listed["items"], json!([request]));
    let listed = school.get(REQUESTS).by(OTHER_TEACHER).gets(200).await.json();
    assert_eq!(listed["items"], json!([]));
    school.get(location).by(OTHER_TEACHER).gets(404).await;

    let approve = format!("{location}/approve");
    let decided = school.post(&approve).by(MODERATOR).json(&json!({})).gets(200).await.json();
    assert_eq!((&decided["status"], &decided["comment"]), (&json!("approved"), &Value::Null));
    assert_eq!(decided["decided_by_id"], json!(MODERATOR.account));
    assert_eq!(school.get(&path).gets(200).await.json()["title"], "Rust");
}

#[tokio::test]
async fn a_second_decision_says_what_would_be_possible() {
    let school = School::new();
    let (_, course) = drafted(&school).await;
    let made = submitted(&school, &course).await;
    let reject = format!("{}/reject", made.header("location").unwrap());
    let answer = school.post(&reject).by(ADMIN).json(&json!({})).gets(422).await;
    assert_eq!(answer.pointers(), ["/comment"]);
    let answer = school.post(&reject).by(ADMIN).json(&json!({ "comment": " " })).gets(422).await;
    assert_eq!(answer.pointers(), ["/comment"]);
    let comment = json!({ "comment": "Too short" });
    let rejected = school.post(&reject).by(ADMIN).json(&comment).gets(200).await.json();
    assert_eq!(rejected["comment"], "Too short");
    let answer = school.post(&reject).by(MODERATOR).json(&comment).gets(409).await;
    assert_eq!(answer.code(), "illegal-transition");
    let problem = answer.json();
    assert_eq!((&problem["from"], &problem["requested"]), (&json!("rejected"), &json!("reject")));
    assert_eq!(problem["allowed"], json!([]));
}

#[tokio::test]
async fn a_stale_request_is_told_from_an_open_one() {
    let school = School::new();
    let (path, course) = drafted(&school).await;
    let made = submitted(&school, &course).await;
    let body = json!({ "course_id": course["id"] });
    let open = school.post(REQUESTS).by(TEACHER).json(&body).gets(409).await;
    assert_eq!((open.code(), open.pointers()), ("conflict".into(), vec!["/course_id".into()]));

    let draft = format!("{path}/draft");
    let renamed = json!({ "title": "Ferris" });
    school.patch(&draft).by(TEACHER).header("if-match", "*").json(&renamed).gets(200).await;
    let approve = format!("{}/approve", made.header("location").unwrap());
    let stale = school.post(&approve).by(MODERATOR).json(&json!({})).gets(409).await;
    assert_eq!(stale.code(), "stale-request");
    school.get(&path).gets(404).await;
    submitted(&school, &course).await;
    let withdrawn = format!("{REQUESTS}?status=withdrawn");
    let listed = school.get(&withdrawn).by(TEACHER).gets(200).await.json();
    assert_eq!(listed["items"][0]["id"], made.json()["id"]);
}

#[tokio::test]
async fn where_courses_are_reviewed_owners_are_sent_to_make_a_request() {
    let school = School::with(Options { review: true, ..Options::default() });
    let (path, course) = drafted(&school).await;
    let publish = format!("{path}/publish");
    let answer = school.post(&publish).by(TEACHER).gets(409).await;
    assert_eq!(answer.code(), "review-required");
    let made = submitted(&school, &course).await;
    let approve = format!("{}/approve", made.header("location").unwrap());
    school.post(&approve).by(MODERATOR).json(&json!({ "comment": "Good" })).gets(200).await;
    school.get(&path).gets(200).await;
    school.post(&publish).by(ADMIN).gets(200).await;
}
