//! Tags: nothing is sent twice for nothing, and nobody overwrites what they have not seen.

use serde_json::json;

use crate::school::{ADMIN, MODERATOR, School};

/// A subject; answers its address.
async fn subject(school: &School) -> String {
    let body = json!({ "code": "cs", "title": "Computer Science" });
    let made = school.post("/v1/subjects").by(ADMIN).json(&body).gets(201).await;
    assert_eq!(made.tag(), "\"1\"");
    made.header("location").unwrap().to_owned()
}

#[tokio::test]
async fn whoever_has_it_is_told_so_without_a_body() {
    let school = School::new();
    let address = subject(&school).await;
    for known in ["\"1\"", "W/\"1\"", "\"7\", \"1\"", "*"] {
        let answer = school.get(&address).header("if-none-match", known).gets(304).await;
        assert!(answer.body.is_empty());
        assert_eq!(answer.tag(), "\"1\"");
    }
    let answer = school.get(&address).header("if-none-match", "\"7\"").gets(200).await;
    assert_eq!(answer.json()["title"], "Computer Science");
}

#[tokio::test]
async fn a_change_names_what_it_is_based_on() {
    let school = School::new();
    let address = subject(&school).await;
    let patch = json!({ "title": "Computing" });
    let ask = || school.patch(&address).by(MODERATOR).json(&patch);

    let missing = ask().gets(428).await;
    assert_eq!(missing.code(), "precondition-required");
    let stale = ask().header("if-match", "\"9\"").gets(412).await;
    assert_eq!((stale.code(), stale.tag()), ("version-mismatch".to_owned(), "\"1\""));
    ask().header("if-match", "W/\"1\"").gets(412).await;
    let broken = ask().header("if-match", "1").gets(400).await;
    assert_eq!(broken.pointers(), ["/header/If-Match"]);

    let changed = ask().header("if-match", "\"5\", \"1\"").gets(200).await;
    assert_eq!((changed.tag(), &changed.json()["version"]), ("\"2\"", &json!(2)));
    // The same once more changes nothing, and so keeps the tag.
    let same = ask().header("if-match", "*").gets(200).await;
    assert_eq!(same.tag(), "\"2\"");
}

#[tokio::test]
async fn the_course_and_its_draft_have_tags_of_their_own() {
    let school = School::new();
    let body = json!({ "title": "Rust" });
    let made = school.post("/v1/courses").by(ADMIN).json(&body).gets(201).await;
    let draft = made.header("location").unwrap().to_owned();
    let course = draft.trim_end_matches("/draft");
    let patch = json!({ "summary": "Short" });
    school.patch(&draft).by(ADMIN).header("if-match", "\"1\"").json(&patch).gets(200).await;
    let moved = school.get(&draft).by(ADMIN).gets(200).await;
    assert_eq!((moved.tag(), &moved.json()["course_version"]), ("\"2\"", &json!(1)));

    let patch = json!({ "visibility": "hidden" });
    school.patch(course).by(ADMIN).header("if-match", "\"1\"").json(&patch).gets(200).await;
    let gone = school.delete(course).by(ADMIN).header("if-match", "\"2\"").gets(204).await;
    assert!(gone.body.is_empty());
    school.get(&draft).by(ADMIN).gets(404).await;
}
