//! Revisions.

use serde_json::json;

use crate::school::{MODERATOR, OTHER_TEACHER, School, TEACHER};

/// A course of the teacher that was published twice; its path.
async fn published_twice(school: &School) -> String {
    let sections = json!([{ "heading": "S" }]);
    let body = json!({ "title": "Rust", "sections": sections });
    let made = school.post("/v1/courses").by(TEACHER).json(&body).gets(201).await.json();
    let path = format!("/v1/courses/{}", made["id"].as_str().unwrap());
    let publish = format!("{path}/publish");
    school.post(&publish).by(TEACHER).gets(200).await;
    let id = &made["sections"][0]["id"];
    let sections = json!([{ "heading": "New" }, { "id": id, "heading": "S" }]);
    let second = json!({ "title": "Ferris", "sections": sections });
    let draft = format!("{path}/draft");
    school.patch(&draft).by(TEACHER).header("if-match", "*").json(&second).gets(200).await;
    school.post(&publish).by(TEACHER).gets(200).await;
    path
}

#[tokio::test]
async fn revisions_are_walked_from_the_newest() {
    let school = School::new();
    let path = published_twice(&school).await;
    let first = format!("{path}/revisions?limit=1");
    let page = school.get(&first).by(MODERATOR).gets(200).await;
    let (list, link) = (page.json(), page.header("link").unwrap().to_owned());
    assert_eq!(
        (&list["items"][0]["number"], &list["items"][0]["title"]),
        (&json!(2), &json!("Ferris"))
    );
    let next = link.split(['<', '>']).nth(1).unwrap();
    let list = school.get(next).by(MODERATOR).gets(200).await.json();
    assert_eq!(
        (&list["items"][0]["number"], &list["page"]["has_more"]),
        (&json!(1), &json!(false))
    );
    let revision = school.get(&format!("{path}/revisions/1")).by(TEACHER).gets(200).await.json();
    assert_eq!((&revision["title"], &revision["number"]), (&json!("Rust"), &json!(1)));
    school.get(&format!("{path}/revisions/3")).by(TEACHER).gets(404).await;
    school.get(&format!("{path}/revisions/1")).by(OTHER_TEACHER).gets(404).await;
}

#[tokio::test]
async fn a_comparison_points_into_both_revisions() {
    let school = School::new();
    let path = published_twice(&school).await;
    let compare = format!("{path}/revisions/compare?from=1&to=2");
    let answer = school.get(&compare).by(TEACHER).gets(200).await.json();
    let expected = json!([
        { "change": "replaced", "from": "/title", "to": "/title" },
        { "change": "added", "from": null, "to": "/sections/0" },
    ]);
    assert_eq!(answer["changes"], expected);
    let answer = school.get(&format!("{path}/revisions/compare?from=1")).by(TEACHER).send().await;
    assert_eq!(answer.pointers(), ["/query/to"]);
}

#[tokio::test]
async fn restoring_needs_the_tag_of_the_draft_and_can_be_repeated() {
    let school = School::new();
    let path = published_twice(&school).await;
    let restore = format!("{path}/revisions/1/restore");
    assert_eq!(school.post(&restore).by(TEACHER).gets(428).await.code(), "precondition-required");
    let stale = school.post(&restore).by(TEACHER).header("if-match", "\"1\"");
    assert_eq!(stale.gets(412).await.code(), "version-mismatch");
    let draft = format!("{path}/draft");
    let tag = school.get(&draft).by(TEACHER).gets(200).await.tag().to_owned();
    let ask = || {
        let ask = school.post(&restore).by(TEACHER).header("if-match", &tag);
        ask.header("idempotency-key", "a-random-key")
    };
    let restored = ask().gets(200).await;
    assert_eq!(restored.json()["title"], "Rust");
    assert_ne!(restored.tag(), tag);
    let again = ask().gets(200).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(school.get(&path).gets(200).await.json()["title"], "Ferris");
}
