//! Keys for machines.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::people::{block, give_roles, instances};
use super::tokens::now;
use crate::support::{Answer, Http, Person, Program, TestStore, eventually};

on_each_store!(
    an_api_key_may_do_what_its_scopes_and_the_roles_of_its_account_allow,
    a_key_that_was_revoked_or_rotated_counts_no_more_on_any_instance,
    a_key_runs_out_and_falls_with_its_account,
);

async fn made(http: &Http, access: &str, body: Value) -> (String, String) {
    let answer = http.post("/v1/api-keys").bearer(access).json(&body).send().await;
    let answer = answer.expect(201).json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (text(&answer["api_key"]["id"]), text(&answer["secret"]))
}

async fn read(http: &Http, key: &str) -> Answer {
    http.get("/v1/courses").bearer(key).send().await
}

/// Waits until the key is refused.
async fn assert_refused(http: &Http, key: &str) {
    let begun = Instant::now();
    eventually("the key to be refused", async || {
        let answer = read(http, key).await;
        (answer.status == 401).then(|| assert_eq!(answer.code(), "unauthenticated"))
    })
    .await;
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
}

async fn an_api_key_may_do_what_its_scopes_and_the_roles_of_its_account_allow(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let person = Person::register(&http, "ada@example.org").await;
    give_roles(&http, &person, &["teacher"]).await;
    let access = person.tokens.refreshed(&http).await.access;
    let scopes = |scopes: &[&str]| json!({ "name": "Nightly", "scopes": scopes });
    let (_, reader) = made(&http, &access, scopes(&["catalogue:read"])).await;
    let (_, writer) = made(&http, &access, scopes(&["catalogue:read", "catalogue:write"])).await;
    let (_, auditor) = made(&http, &access, scopes(&["audit:read", "accounts:read"])).await;
    let course = json!({ "title": "By a machine" });
    let create = |key: &str| http.post("/v1/courses").bearer(key).json(&course).send();

    read(&http, &reader).await.expect(200);
    create(&reader).await.problem(403, "forbidden");
    read(&http, &auditor).await.problem(403, "forbidden");
    for path in ["/v1/audit", "/v1/accounts", "/v1/me", "/v1/api-keys", "/v1/me/sessions"] {
        for key in [&reader, &writer, &auditor] {
            http.get(path).bearer(key).send().await.problem(403, "forbidden");
        }
    }
    let made_by_key = create(&writer).await.expect(201).json();
    let path = format!("/v1/courses/{}/draft", made_by_key["id"].as_str().unwrap());
    http.get(&path).bearer(&access).send().await.expect(200);

    give_roles(&http, &person, &[]).await;
    eventually("the roles of now", async || {
        let answer = create(&writer).await;
        (answer.status == 403).then_some(())
    })
    .await;
    read(&http, &writer).await.expect(200);
}

async fn a_key_that_was_revoked_or_rotated_counts_no_more_on_any_instance(store: TestStore) {
    let programs = instances(&store).await;
    let https: Vec<Http> = programs.iter().map(Program::http).collect();
    let person = Person::register(&https[0], "ada@example.org").await;
    let access = &person.tokens.access;
    let body = json!({ "name": "Nightly", "scopes": ["catalogue:read"] });
    let (id, old) = made(&https[0], access, body).await;
    for http in &https {
        read(http, &old).await.expect(200);
    }
    let rotate = https[0].post(&format!("/v1/api-keys/{id}/rotate")).bearer(access);
    let new = rotate.send().await.expect(200).json()["secret"].as_str().unwrap().to_owned();
    assert_ne!(old, new);
    for http in &https {
        read(http, &new).await.expect(200);
        assert_refused(http, &old).await;
    }
    let listed = https[0].get("/v1/api-keys").bearer(access).send().await.expect(200);
    assert!(!listed.text.contains("ck1.") && listed.text.contains(&id), "{listed:#?}");
    let path = format!("/v1/api-keys/{id}");
    let stranger = Person::register(&https[0], "ben@example.org").await;
    let call = https[0].delete(&path).bearer(&stranger.tokens.access);
    call.send().await.problem(404, "not-found");
    https[0].delete(&path).bearer(access).send().await.expect(204);
    for http in &https {
        assert_refused(http, &new).await;
    }
    https[0].delete(&path).bearer(access).send().await.problem(404, "not-found");
}

async fn a_key_runs_out_and_falls_with_its_account(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let person = Person::register(&http, "ada@example.org").await;
    let access = &person.tokens.access;
    let body = json!({ "name": "Lasting", "scopes": ["catalogue:read"] });
    let (_, lasting) = made(&http, access, body).await;
    let soon = Timestamp::from_second(now() + 4).unwrap();
    let body =
        json!({ "name": "Short", "scopes": ["catalogue:read"], "expires_at": soon.to_string() });
    let (_, short) = made(&http, access, body).await;
    read(&http, &short).await.expect(200);
    eventually("the key to run out", async || {
        (read(&http, &short).await.status == 401).then_some(())
    })
    .await;
    read(&http, &lasting).await.expect(200);
    let past = json!({ "name": "Past", "scopes": ["catalogue:read"], "expires_at": "2020-01-01T00:00:00Z" });
    let refused = http.post("/v1/api-keys").bearer(access).json(&past).send().await;
    assert_eq!(refused.problem(422, "validation-failed").pointers(), ["/expires_at"]);
    block(&http, &person).await;
    assert_refused(&http, &lasting).await;
}
