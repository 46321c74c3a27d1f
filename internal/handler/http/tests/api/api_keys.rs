//! Keys with which machines act for somebody.

use serde_json::{Value, json};

use crate::school::School;

#[tokio::test]
async fn a_key_shows_its_secret_once_and_then_works() {
    let school = School::new();
    let me = school.register_as("ada@example.org", "teacher").await;
    let body = json!({ "name": " Nightly ", "scopes": ["catalogue:write", "catalogue:write"] });
    let made = school.post("/v1/api-keys").bearing(&me.access).json(&body).gets(201).await;
    assert_eq!(made.header("cache-control"), Some("no-store"));
    let made = made.json();
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("ck1."));
    assert_eq!(made["api_key"]["name"], "Nightly");
    assert_eq!(made["api_key"]["scopes"], json!(["catalogue:write"]));
    let course = json!({ "title": "Rust" });
    let course = school.post("/v1/courses").bearing(secret).json(&course).gets(201).await.json();
    assert_eq!(course["owner_id"], json!(me.account));
    let listed = school.get("/v1/api-keys").bearing(&me.access).gets(200).await;
    assert!(!listed.text().contains(secret));
    let listed = listed.json();
    assert_eq!(listed["items"][0]["id"], made["api_key"]["id"]);
    assert_ne!(listed["items"][0]["last_used_at"], Value::Null);
}

#[tokio::test]
async fn a_rotated_key_has_another_secret_and_a_revoked_one_has_none() {
    let school = School::new();
    let me = school.register("ada@example.org").await;
    let body = json!({ "name": "Nightly", "scopes": ["catalogue:read"] });
    let made = school.post("/v1/api-keys").bearing(&me.access).json(&body).gets(201).await.json();
    let path = format!("/v1/api-keys/{}", made["api_key"]["id"].as_str().unwrap());
    let rotate = school.post(&format!("{path}/rotate")).bearing(&me.access);
    let rotated = rotate.gets(200).await.json();
    assert_ne!(rotated["secret"], made["secret"]);
    // The old one was never used here, so no instance remembers it.
    let old = made["secret"].as_str().unwrap();
    assert_eq!(school.get("/v1/courses").bearing(old).gets(401).await.code(), "unauthenticated");
    let new = rotated["secret"].as_str().unwrap();
    school.get("/v1/courses").bearing(new).gets(200).await;
    school.delete(&path).bearing(&me.access).gets(204).await;
    school.delete(&path).bearing(&me.access).gets(404).await;
}

#[tokio::test]
async fn what_is_wrong_with_a_key_is_named() {
    let school = School::new();
    let me = school.register("ada@example.org").await;
    let ask = |body: Value| school.post("/v1/api-keys").bearing(&me.access).json(&body);
    let refused = ask(json!({ "name": "x", "scopes": ["everything"] })).gets(422).await;
    assert_eq!(refused.pointers(), ["/scopes/0"]);
    assert_eq!(ask(json!({ "name": "x", "scopes": [] })).gets(422).await.pointers(), ["/scopes"]);
    let past =
        json!({ "name": "x", "scopes": ["audit:read"], "expires_at": "2020-01-01T00:00:00Z" });
    assert_eq!(ask(past).gets(422).await.pointers(), ["/expires_at"]);
    let blank = json!({ "name": "  ", "scopes": ["audit:read"] });
    assert_eq!(ask(blank).gets(422).await.pointers(), ["/name"]);
}

#[tokio::test]
async fn nobody_has_more_than_fifty_keys() {
    let school = School::new();
    let me = school.register("ada@example.org").await;
    let body = json!({ "name": "x", "scopes": ["catalogue:read"] });
    let ask = || school.post("/v1/api-keys").bearing(&me.access).json(&body);
    for _ in 0..50 {
        ask().gets(201).await;
    }
    assert_eq!(ask().gets(409).await.code(), "conflict");
}
