//! What somebody may not know about looks as if it did not exist.

use serde_json::json;

use crate::school::{ADMIN, MODERATOR, OTHER_TEACHER, Person, STUDENT, School, TEACHER};

const ID: &str = "x-request-id";
const REQUEST: &str = "the-same-request";

/// A course with this body; answers its address.
async fn course(school: &School, body: serde_json::Value) -> String {
    let made = school.post("/v1/courses").by(TEACHER).json(&body).gets(201).await;
    format!("/v1/courses/{}", made.json()["id"].as_str().unwrap())
}

#[tokio::test]
async fn hidden_and_unknown_are_answered_with_the_same_bytes() {
    let school = School::new();
    let address = course(&school, json!({ "title": "Secret plans" })).await;
    let draft = format!("{address}/draft");
    // The same request to a school in which nothing was ever made.
    let empty = School::new();
    let reads = [address.as_str(), &draft, "/v1/courses/by-slug/secret-plans"];
    for target in reads {
        let ask = async |school: &School| {
            school.get(target).by(OTHER_TEACHER).header(ID, REQUEST).gets(404).await
        };
        let (hidden, unknown) = (ask(&school).await, ask(&empty).await);
        assert_eq!(hidden.body, unknown.body, "{target}");
        assert_eq!(hidden.headers, unknown.headers, "{target}");
    }
    let patch = json!({ "visibility": "hidden" });
    let ask = async |school: &School| {
        let ask = school.patch(&address).by(OTHER_TEACHER).header(ID, REQUEST);
        ask.header("if-match", "*").json(&patch).gets(404).await
    };
    assert_eq!(ask(&school).await.body, ask(&empty).await.body);
}

#[tokio::test]
async fn an_address_that_can_not_exist_is_just_as_unknown() {
    let school = School::new();
    for target in ["/v1/courses/no-uuid", "/v1/courses/by-slug/No%20Slug", "/v1/nothing"] {
        assert_eq!(school.get(target).gets(404).await.code(), "not-found", "{target}");
    }
}

#[tokio::test]
async fn a_draft_is_for_its_owner_and_for_staff() {
    let school = School::new();
    let draft = format!("{}/draft", course(&school, json!({ "title": "Rust" })).await);
    let status = async |person: Person| school.get(&draft).by(person).send().await.status.as_u16();
    assert_eq!(status(TEACHER).await, 200);
    assert_eq!(status(MODERATOR).await, 200);
    assert_eq!(status(ADMIN).await, 200);
    assert_eq!(status(OTHER_TEACHER).await, 404);
    assert_eq!(status(STUDENT).await, 404);
    assert_eq!(school.get(&draft).send().await.status.as_u16(), 401);
}

#[tokio::test]
async fn what_is_public_may_be_known_but_not_changed_by_others() {
    let school = School::new();
    let address = course(&school, json!({ "title": "Rust" })).await;
    school.post(&format!("{address}/publish")).by(TEACHER).gets(200).await;
    let seen = school.get(&address).gets(200).await;
    assert_eq!(seen.json()["title"], "Rust");
    assert!(seen.json().get("owner_id").is_none());
    let patch = json!({ "visibility": "hidden" });
    let ask = school.patch(&address).header("if-match", "*").json(&patch);
    assert_eq!(ask.by(OTHER_TEACHER).gets(403).await.code(), "forbidden");

    school.patch(&address).by(TEACHER).header("if-match", "*").json(&patch).gets(200).await;
    school.get(&address).gets(404).await;
    school.get(&address).by(MODERATOR).gets(200).await;
}

#[tokio::test]
async fn bad_credentials_are_refused_even_where_none_are_needed() {
    let school = School::new();
    let bad = school.get("/v1/courses").header("authorization", "Bearer x.y.z").gets(401).await;
    assert_eq!(bad.code(), "unauthenticated");
    assert!(bad.header("www-authenticate").unwrap().contains("invalid_token"));

    let ask = school.get("/v1/courses").by(TEACHER);
    school.clock.advance(jiff::SignedDuration::from_mins(20));
    assert_eq!(ask.gets(401).await.code(), "token-expired");
}

#[tokio::test]
async fn an_old_slug_leads_to_the_new_one() {
    let school = School::new();
    let address = course(&school, json!({ "title": "Rust", "slug": "first-slug" })).await;
    school.post(&format!("{address}/publish")).by(TEACHER).gets(200).await;
    let patch = json!({ "slug": "second-slug" });
    school.patch(&address).by(TEACHER).header("if-match", "*").json(&patch).gets(200).await;

    let moved = school.get("/v1/courses/by-slug/first-slug").gets(301).await;
    assert_eq!(moved.header("location"), Some("/v1/courses/by-slug/second-slug"));
    assert!(moved.body.is_empty());
    let there = school.get(moved.header("location").unwrap()).gets(200).await;
    assert_eq!(there.json()["slug"], "second-slug");
}

#[tokio::test]
async fn caches_keep_for_everybody_only_what_everybody_saw() {
    let school = School::new();
    let address = course(&school, json!({ "title": "Rust" })).await;
    school.post(&format!("{address}/publish")).by(TEACHER).gets(200).await;
    let control = |answer: &crate::ask::Answer| answer.header("cache-control").map(str::to_owned);

    let open = school.get(&address).gets(200).await;
    assert_eq!(control(&open).as_deref(), Some("public, max-age=0, must-revalidate"));
    assert!(open.headers.get_all("vary").iter().any(|value| value == "authorization"));
    let own = school.get(&address).by(TEACHER).gets(200).await;
    assert_eq!(control(&own).as_deref(), Some("private, no-cache"));
    let gone = school.get("/v1/courses/by-slug/nothing").gets(404).await;
    assert_eq!(control(&gone).as_deref(), Some("no-store"));
    let changed = school.post(&format!("{address}/unpublish")).by(TEACHER).gets(200).await;
    assert_eq!(control(&changed).as_deref(), Some("no-store"));
}
