//! Guessing tells nothing, and becomes slow.

use std::time::Duration;

use super::people::block;
use crate::support::{Answer, Http, PASSWORD, Person, Program, TestStore, sign_in};

on_each_store!(
    a_wrong_password_and_an_unknown_address_are_one_answer,
    guessing_becomes_slow_whether_there_is_an_account_or_not,
);

async fn guess(http: &Http, email: &str) -> Answer {
    sign_in(http, email, "not the password").send().await
}

async fn a_wrong_password_and_an_unknown_address_are_one_answer(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let known = Person::register(&http, "known@example.org").await;
    let blocked = Person::register(&http, "blocked@example.org").await;
    block(&http, &blocked).await;
    let wrong = guess(&http, &known.email).await.problem(401, "invalid-credentials");
    let unknown = guess(&http, "unknown@example.org").await;
    let shut_out = sign_in(&http, &blocked.email, PASSWORD).send().await;
    assert_eq!(wrong.comparable(), unknown.comparable());
    assert_eq!(wrong.comparable(), shut_out.comparable());
    assert_eq!(wrong.text.len(), unknown.text.len());
    let order = |answer: &Answer| answer.headers.keys().cloned().collect::<Vec<_>>();
    assert_eq!(order(&wrong), order(&unknown));
}

/// Guesses until told to wait for at least so many seconds; answers that refusal.
async fn told_to_wait(http: &Http, email: &str, seconds: u64) -> Answer {
    for _ in 0..60 {
        let answer = guess(http, email).await;
        if answer.status == 401 {
            continue;
        }
        let refused = answer.problem(429, "rate-limited");
        let wait: u64 = refused.header("retry-after").parse().unwrap();
        if wait >= seconds {
            return refused;
        }
        tokio::time::sleep(Duration::from_secs(wait)).await;
    }
    panic!("guessing {email} never takes {seconds} s");
}

/// What a refusal says, but for how long it holds.
fn said(refused: &Answer) -> String {
    let wait = format!("retry-after: {}", refused.header("retry-after"));
    refused.comparable().replace(&wait, "")
}

async fn guessing_becomes_slow_whether_there_is_an_account_or_not(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let known = Person::register(&http, "known@example.org").await;
    let mut stories = Vec::new();
    for email in [known.email.as_str(), "unknown@example.org"] {
        for _ in 0..5 {
            guess(&http, email).await.problem(401, "invalid-credentials");
        }
        told_to_wait(&http, email, 1).await;
        told_to_wait(&http, email, 2).await;
        let refused = told_to_wait(&http, email, 4).await;
        // Another way to write it is the same address; the right password does not help.
        let right = sign_in(&http, &email.to_uppercase(), PASSWORD).send().await;
        let right = right.problem(429, "rate-limited");
        assert_eq!(said(&right), said(&refused));
        stories.push(said(&refused));
    }
    assert_eq!(stories[0], stories[1]);
    tokio::time::sleep(Duration::from_secs(5)).await;
    known.signed_in(&http).await;
    guess(&http, &known.email).await.problem(401, "invalid-credentials");
}
