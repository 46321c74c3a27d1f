//! What ends on one instance is over on every instance, within five seconds.

use std::time::{Duration, Instant};

use serde_json::json;

use super::people::{block, give_roles, instances};
use crate::support::{Account, Http, PASSWORD, Person, Program, TestStore, eventually, sign_in};

on_each_store!(
    signing_out_counts_on_every_instance_within_five_seconds,
    signing_out_everywhere_ends_all_sessions_on_every_instance,
    a_block_counts_on_every_instance_within_five_seconds,
    new_roles_count_on_every_instance_within_five_seconds,
);

const SOON: Duration = Duration::from_secs(5);

/// Fails unless this access token is refused everywhere within the time that is promised.
async fn assert_void(https: &[Http], access: &str, code: &str) {
    let begun = Instant::now();
    for http in https {
        eventually("the token to be void", async || {
            let (status, told) = Person::reads(http, access).await;
            (status == 401).then(|| assert_eq!(told, code))
        })
        .await;
        assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    }
}

async fn works(https: &[Http], access: &str) {
    for http in https {
        assert_eq!(Person::reads(http, access).await, (200, String::new()));
    }
}

async fn signing_out_counts_on_every_instance_within_five_seconds(store: TestStore) {
    let programs = instances(&store).await;
    let https: Vec<Http> = programs.iter().map(Program::http).collect();
    let person = Person::register(&https[0], "ada@example.org").await;
    let other = person.signed_in(&https[0]).await;
    works(&https, &person.tokens.access).await;
    let call = https[0].post("/v1/auth/sign-out").bearer(&person.tokens.access);
    call.json(&json!({})).send().await.expect(204);
    assert_void(&https, &person.tokens.access, "unauthenticated").await;
    for http in &https {
        person.tokens.refreshing(http).send().await.problem(401, "invalid-refresh-token");
    }
    works(&https, &other.access).await;
}

async fn signing_out_everywhere_ends_all_sessions_on_every_instance(store: TestStore) {
    let programs = instances(&store).await;
    let https: Vec<Http> = programs.iter().map(Program::http).collect();
    let person = Person::register(&https[0], "ada@example.org").await;
    let bystander = Person::register(&https[0], "ben@example.org").await;
    let other = person.signed_in(&https[0]).await;
    let call = https[0].post("/v1/auth/sign-out").bearer(&person.tokens.access);
    call.json(&json!({ "everywhere": true })).send().await.expect(204);
    for tokens in [&person.tokens, &other] {
        assert_void(&https, &tokens.access, "unauthenticated").await;
        tokens.refreshing(&https[0]).send().await.problem(401, "invalid-refresh-token");
    }
    works(&https, &bystander.tokens.access).await;
    works(&https, &person.signed_in(&https[0]).await.access).await;
}

async fn a_block_counts_on_every_instance_within_five_seconds(store: TestStore) {
    let programs = instances(&store).await;
    let https: Vec<Http> = programs.iter().map(Program::http).collect();
    let person = Person::register(&https[0], "ada@example.org").await;
    works(&https, &person.tokens.access).await;
    block(&https[0], &person).await;
    assert_void(&https, &person.tokens.access, "unauthenticated").await;
    for http in &https {
        person.tokens.refreshing(http).send().await.problem(401, "invalid-refresh-token");
    }
    let refused = sign_in(&https[0], &person.email, PASSWORD).send().await;
    refused.problem(401, "invalid-credentials");
    let unblock = https[0].post(&format!("/v1/accounts/{}/unblock", person.id));
    unblock.by(&Account::admin()).send().await.expect(200);
    works(&https, &person.signed_in(&https[0]).await.access).await;
    assert_eq!(Person::reads(&https[0], &person.tokens.access).await.0, 401);
}

async fn new_roles_count_on_every_instance_within_five_seconds(store: TestStore) {
    let programs = instances(&store).await;
    let https: Vec<Http> = programs.iter().map(Program::http).collect();
    let person = Person::register(&https[0], "ada@example.org").await;
    let course = json!({ "title": "Mine" });
    let last = &https[https.len() - 1];
    let call = last.post("/v1/courses").bearer(&person.tokens.access).json(&course);
    call.send().await.problem(403, "forbidden");
    give_roles(&https[0], &person, &["teacher"]).await;
    assert_void(&https, &person.tokens.access, "token-expired").await;
    let next = person.tokens.refreshed(last).await;
    let call = last.post("/v1/courses").bearer(&next.access).json(&course);
    call.send().await.expect(201);
    give_roles(&https[0], &person, &[]).await;
    assert_void(&https, &next.access, "token-expired").await;
    let next = next.refreshed(last).await;
    let call = last.post("/v1/courses").bearer(&next.access).json(&course);
    call.send().await.problem(403, "forbidden");
}
