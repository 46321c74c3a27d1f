//! Refresh tokens: once each, with a moment of grace, and never two families.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use futures::future::join_all;
use serde_json::json;

use super::people::instances;
use crate::support::{Http, Person, Program, TestStore, Tokens, eventually, logged_events};

on_each_store!(
    two_refreshes_at_once_get_the_same_successor,
    a_hundred_refreshes_at_once_are_one_family,
    a_refresh_token_used_later_ends_the_session_everywhere,
    a_refresh_token_that_is_none_is_always_the_same_refusal,
);

async fn two_refreshes_at_once_get_the_same_successor(store: TestStore) {
    let programs = instances(&store).await;
    let (first, last) = (programs[0].http(), programs[programs.len() - 1].http());
    let mut tokens = Person::register(&first, "ada@example.org").await.tokens;
    for _ in 0..10 {
        let (one, other) =
            tokio::join!(tokens.refreshing(&first).send(), tokens.refreshing(&last).send());
        let (one, other) =
            (Tokens::of(&one.expect(200).json()), Tokens::of(&other.expect(200).json()));
        assert_eq!(one.refresh, other.refresh);
        assert_ne!(one.refresh, tokens.refresh);
        assert_eq!((&one.session, &other.session), (&tokens.session, &tokens.session));
        assert_eq!(Person::reads(&last, &one.access).await.0, 200);
        assert_eq!(Person::reads(&first, &other.access).await.0, 200);
        tokens = one;
    }
}

async fn a_hundred_refreshes_at_once_are_one_family(store: TestStore) {
    let programs = instances(&store).await;
    let https: Vec<Http> = programs.iter().map(Program::http).collect();
    let person = Person::register(&https[0], "ada@example.org").await;
    let tries =
        (0..100).map(|number| person.tokens.refreshing(&https[number % https.len()]).send());
    let mut successors = HashSet::new();
    for answer in join_all(tries).await {
        if answer.status == 200 {
            let tokens = Tokens::of(&answer.json());
            assert_eq!(tokens.session, person.tokens.session);
            successors.insert(tokens.refresh);
        } else {
            answer.problem(503, "overloaded");
        }
    }
    assert_eq!(successors.len(), 1, "{successors:?}");
    let next = successors.into_iter().next().unwrap();
    let next = Tokens { refresh: next, ..person.tokens.clone() };
    let next = next.refreshed(&https[0]).await;
    let sessions = https[0].get("/v1/me/sessions").bearer(&next.access).send().await.expect(200);
    assert_eq!(sessions.json()["items"].as_array().unwrap().len(), 1);
}

async fn a_refresh_token_used_later_ends_the_session_everywhere(store: TestStore) {
    let mut programs = instances(&store).await;
    let (first, last) = (programs[0].http(), programs[programs.len() - 1].http());
    let person = Person::register(&first, "ada@example.org").await;
    let other = person.signed_in(&first).await;
    let second = person.tokens.refreshed(&first).await;
    let third = second.refreshed(&last).await;
    // The one before the last, within the grace of nobody.
    person.tokens.refreshing(&first).send().await.problem(401, "invalid-refresh-token");
    for tokens in [&third, &second, &person.tokens] {
        for http in [&first, &last] {
            tokens.refreshing(http).send().await.problem(401, "invalid-refresh-token");
        }
    }
    for http in [&first, &last] {
        let within = Instant::now();
        eventually("the access token to be void", async || {
            let (status, code) = Person::reads(http, &third.access).await;
            (status == 401).then(|| assert_eq!(code, "unauthenticated"))
        })
        .await;
        assert!(within.elapsed() < Duration::from_secs(5), "{:?}", within.elapsed());
    }
    other.refreshed(&last).await;
    for program in &mut programs {
        program.stop().await;
    }
    let events = logged_events(&store).await;
    let reuse: Vec<_> =
        events.iter().filter(|event| event.type_name == "session.reuse_detected").collect();
    assert_eq!(reuse.len(), 1, "{reuse:#?}");
    assert_eq!(reuse[0].aggregate_id.to_string(), person.tokens.session);
    let told =
        programs.iter().any(|it| it.stderr().join("\n").contains("a refresh token came twice"));
    assert!(told, "operators are told");
}

async fn a_refresh_token_that_is_none_is_always_the_same_refusal(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let person = Person::register(&http, "ada@example.org").await;
    let gone = person.signed_in(&http).await;
    let body = json!({ "everywhere": true });
    http.post("/v1/auth/sign-out").bearer(&gone.access).json(&body).send().await.expect(204);
    let mut garbled = person.tokens.refresh.clone();
    garbled.replace_range(garbled.len() - 8..garbled.len() - 4, "AAAA");
    let refusals = [
        "cr1.AZLz0neqexWgyU49LBsKAwAAAAAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw",
        &garbled,
        &gone.refresh,
        &person.tokens.refresh,
        &person.tokens.access,
    ]
    .map(|text| Tokens { refresh: text.to_owned(), ..gone.clone() });
    let mut told = HashSet::new();
    for tokens in refusals {
        let answer = tokens.refreshing(&http).send().await;
        told.insert(answer.problem(401, "invalid-refresh-token").comparable());
    }
    assert_eq!(told.len(), 1, "{told:#?}");
}
