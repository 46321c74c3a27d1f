//! The own account.

use serde_json::{Value, json};

use crate::school::{PASSWORD, STUDENT, School};

#[tokio::test]
async fn the_own_name_changes_under_its_version() {
    let school = School::new();
    let me = school.register("ada@example.org").await;
    let before = school.get("/v1/me").bearing(&me.access).gets(200).await;
    assert_eq!(before.header("cache-control"), Some("private, no-cache"));
    let tag = before.tag().to_owned();
    let patch = |tag: &str, body: &Value| {
        school.patch("/v1/me").bearing(&me.access).header("if-match", tag).json(body)
    };
    let after = patch(&tag, &json!({ "name": " Countess " })).gets(200).await;
    assert_eq!(after.json()["name"], "Countess");
    let late = patch(&tag, &json!({ "name": "Ada" })).gets(412).await;
    assert_eq!(late.tag(), after.tag());
    assert_eq!(patch("*", &json!({ "name": "  " })).gets(422).await.pointers(), ["/name"]);
    assert_eq!(patch("*", &json!({ "email": "b@c.de" })).gets(422).await.pointers(), ["/email"]);
    let bare = school.patch("/v1/me").bearing(&me.access).json(&json!({ "name": "Ada" }));
    assert_eq!(bare.gets(428).await.code(), "precondition-required");
    let known = school.get("/v1/me").bearing(&me.access).header("if-none-match", after.tag());
    known.gets(304).await;
}

#[tokio::test]
async fn an_account_that_is_kept_nowhere_has_nothing_to_show() {
    let school = School::new();
    school.get("/v1/me").by(STUDENT).gets(404).await;
    let sessions = school.get("/v1/me/sessions").by(STUDENT).gets(200).await.json();
    assert_eq!(sessions["items"], json!([]));
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let school = School::new();
    let me = school.register("ada@example.org").await;
    let body = json!({ "email": "ada@example.org", "password": PASSWORD });
    let other = school.post("/v1/auth/sign-in").json(&body).gets(200).await.json();
    let change = |current: &str, new: &str| {
        let body = json!({ "current_password": current, "new_password": new });
        school.put("/v1/me/password").bearing(&me.access).json(&body)
    };
    let wrong = change("eight purple otters", "nine black swans").gets(422).await;
    assert_eq!(wrong.pointers(), ["/current_password"]);
    assert_eq!(wrong.json()["errors"][0]["code"], "wrong-password");
    assert!(!wrong.text().contains("otters"));
    assert_eq!(change(PASSWORD, "password-password").gets(422).await.pointers(), ["/new_password"]);
    change(PASSWORD, "nine black swans").gets(204).await;
    school.get("/v1/me").bearing(&me.access).gets(200).await;
    let other = other["access_token"].as_str().unwrap();
    assert_eq!(school.get("/v1/me").bearing(other).gets(401).await.code(), "unauthenticated");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one() {
    let school = School::new();
    let me = school.register("ada@example.org").await;
    for _ in 0..3 {
        let body = json!({ "email": "ada@example.org", "password": PASSWORD });
        school.post("/v1/auth/sign-in").json(&body).gets(200).await;
    }
    let list = |query: &str| school.get(&format!("/v1/me/sessions{query}")).bearing(&me.access);
    let first = list("?limit=2").gets(200).await.json();
    let cursor = first["page"]["next_cursor"].as_str().unwrap();
    let second = list(&format!("?limit=2&cursor={cursor}")).gets(200).await.json();
    let ids = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    };
    let all = [ids(&first), ids(&second)].concat();
    assert_eq!((all.len(), all.last()), (4, Some(&me.session)), "newest first");
    let end = |id: &str| school.delete(&format!("/v1/me/sessions/{id}")).bearing(&me.access);
    end(&all[0]).gets(204).await;
    end(&all[0]).gets(404).await;
    assert_eq!(ids(&list("").gets(200).await.json()).len(), 3);
    end(&me.session).gets(204).await;
    assert_eq!(list("").gets(401).await.code(), "unauthenticated");
}

#[tokio::test]
async fn everything_about_a_person_comes_in_one_document_without_secrets() {
    let school = School::new();
    let me = school.register_as("ada@example.org", "teacher").await;
    let key = json!({ "name": "Nightly", "scopes": ["catalogue:read"] });
    let key = school.post("/v1/api-keys").bearing(&me.access).json(&key).gets(201).await.json();
    let course = json!({ "title": "Rust" });
    let course =
        school.post("/v1/courses").bearing(&me.access).json(&course).gets(201).await.json();
    let answer = school.get("/v1/me/export").bearing(&me.access).gets(200).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let export = answer.json();
    assert_eq!(export["account"]["email"], "ada@example.org");
    assert_eq!(export["account"]["roles"], json!(["student", "teacher"]));
    assert_eq!(export["sessions"][0]["current"], true);
    assert_eq!(export["api_keys"][0]["id"], key["api_key"]["id"]);
    assert_eq!(export["course_ids"], json!([course["id"]]));
    let types: Vec<&str> = export["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["type"].as_str().unwrap())
        .collect();
    assert_eq!(types, ["role.granted", "account.registered"]);
    for secret in [me.refresh.as_str(), key["secret"].as_str().unwrap(), PASSWORD, "$fake$"] {
        assert!(!answer.text().contains(secret));
    }
}

#[tokio::test]
async fn the_event_of_a_registration_shows_how_far_it_is() {
    let school = School::new();
    let me = school.register("ada@example.org").await;
    let page = school.get("/v1/me/events?limit=1").bearing(&me.access).gets(200).await.json();
    let event = &page["items"][0];
    assert_eq!((&event["type"], &event["sequence"]), (&json!("account.registered"), &json!(1)));
    assert_eq!(event["state"], "in_progress");
    assert_eq!(page["page"], json!({ "next_cursor": null, "has_more": false }));
}

#[tokio::test]
async fn the_mail_that_proves_an_address_can_be_had_again() {
    let school = School::new();
    let me = school.register("ada@example.org").await;
    let answer = school.post("/v1/me/verify-email").bearing(&me.access).gets(202).await;
    assert_eq!(answer.header("location"), Some("/v1/me"));
    let token = school.mailed_token().await;
    let body = json!({ "token": token });
    school.post("/v1/auth/verify-email").json(&body).gets(204).await;
    let account = school.get("/v1/me").bearing(&me.access).gets(200).await.json();
    assert_eq!(account["email_verified"], true);
}

#[tokio::test]
async fn an_erased_account_is_gone_and_its_address_is_free() {
    let school = School::new();
    let me = school.register("ada@example.org").await;
    let erase = |tag: &str| school.delete("/v1/me").bearing(&me.access).header("if-match", tag);
    erase("\"7\"").gets(412).await;
    erase("\"1\"").gets(204).await;
    school.get("/v1/me").bearing(&me.access).gets(401).await;
    let body = json!({ "refresh_token": me.refresh });
    school.post("/v1/auth/refresh").json(&body).gets(401).await;
    school.register("ada@example.org").await;
}
