//! Opening an account, getting in, staying in and getting out.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::school::{ADMIN, Options, PASSWORD, School};

fn person(email: &str) -> Value {
    json!({ "email": email, "password": PASSWORD, "name": "Ada" })
}

#[tokio::test]
async fn the_tokens_of_a_registration_work_at_once() {
    let school = School::new();
    let ask = school.post("/v1/auth/register").json(&person("Ada@Example.org"));
    let answer = ask.with_agent("Browser/1").from([192, 0, 2, 7]).gets(201).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let body = answer.json();
    assert_eq!(body["account"]["email"], "Ada@Example.org");
    assert_eq!(body["account"]["roles"], json!(["student"]));
    assert_eq!(body["account"]["email_verified"], false);
    let tokens = &body["tokens"];
    assert_eq!((&tokens["token_type"], &tokens["expires_in"]), (&json!("Bearer"), &json!(900)));
    let access = tokens["access_token"].as_str().unwrap();
    let me = school.get("/v1/me").bearing(access).gets(200).await;
    assert_eq!(me.json(), body["account"]);
    let sessions = school.get("/v1/me/sessions").bearing(access).gets(200).await.json();
    let session = &sessions["items"][0];
    assert_eq!(session["id"], tokens["session_id"]);
    assert_eq!(
        (&session["label"], &session["address"]),
        (&json!("Browser/1"), &json!("192.0.2.7"))
    );
    assert_eq!(session["current"], true);
}

#[tokio::test]
async fn an_address_is_taken_in_any_case_of_letters() {
    let school = School::new();
    school.register("ada@example.org").await;
    let again = school.post("/v1/auth/register").json(&person("ADA@example.ORG"));
    let answer = again.gets(409).await;
    assert_eq!((answer.code(), answer.pointers()), ("email-taken".into(), vec!["/email".into()]));
    let listed = school.get("/v1/accounts").by(ADMIN).gets(200).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn each_bad_field_of_a_registration_is_named() {
    let school = School::new();
    let by_the_contract = json!({ "email": "a", "password": "short", "name": "", "role": "admin" });
    let answer = school.post("/v1/auth/register").json(&by_the_contract).gets(422).await;
    let mut pointers = answer.pointers();
    pointers.sort();
    pointers.dedup();
    assert_eq!(pointers, ["/email", "/name", "/password", "/role"]);
    let common = json!({ "email": "no@body", "password": "password-password", "name": " " });
    let answer = school.post("/v1/auth/register").json(&common).gets(422).await;
    assert_eq!(answer.pointers(), ["/email", "/password", "/name"]);
    assert_eq!(answer.json()["errors"][1]["code"], "common-password");
    assert!(!answer.text().contains("password-password"));
}

#[tokio::test]
async fn a_school_that_proves_addresses_tells_nobody_which_are_taken() {
    let school = School::with(Options { verify_email: true, ..Options::default() });
    let ask = |email| school.post("/v1/auth/register").json(&person(email)).gets(202);
    let new = ask("ada@example.org").await;
    let taken = ask("ADA@example.org").await;
    assert_eq!(new.body, taken.body);
    assert_eq!(new.json(), json!({ "account": null, "tokens": null }));
    let sign_in = || {
        let body = json!({ "email": "ada@example.org", "password": PASSWORD });
        school.post("/v1/auth/sign-in").json(&body)
    };
    assert_eq!(sign_in().gets(401).await.code(), "invalid-credentials");
    assert_eq!(school.mails_sent().await, 2);
}

#[tokio::test]
async fn a_proved_address_lets_its_owner_in() {
    let school = School::with(Options { verify_email: true, ..Options::default() });
    school.post("/v1/auth/register").json(&person("ada@example.org")).gets(202).await;
    let token = school.mailed_token().await;
    let verify =
        |token: &str| school.post("/v1/auth/verify-email").json(&json!({ "token": token }));
    verify(&token).gets(204).await;
    let again = verify(&token).gets(422).await;
    assert_eq!(
        (again.pointers(), again.json()["errors"][0]["code"].clone()),
        (vec!["/token".to_owned()], json!("invalid-token"))
    );
    assert!(!again.text().contains(&token));
    let body = json!({ "email": "ada@example.org", "password": PASSWORD });
    school.post("/v1/auth/sign-in").json(&body).gets(200).await;
}

#[tokio::test]
async fn whoever_does_not_get_in_learns_nothing() {
    let school = School::new();
    school.register("ada@example.org").await;
    let blocked = school.register("blocked@example.org").await;
    let path = format!("/v1/accounts/{}/block", blocked.account);
    school.post(&path).by(ADMIN).gets(200).await;
    let mut answers = Vec::new();
    for (email, password) in [
        ("ada@example.org", "eight purple otters"),
        ("nobody@example.org", PASSWORD),
        ("blocked@example.org", PASSWORD),
        ("no@address", "x"),
    ] {
        let body = json!({ "email": email, "password": password });
        let ask = school.post("/v1/auth/sign-in").json(&body).header("x-request-id", "the-same-id");
        let answer = ask.gets(401).await;
        assert_eq!(answer.code(), "invalid-credentials");
        let mut headers: Vec<_> =
            answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
        headers.sort();
        answers.push((headers, answer.body));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
}

#[tokio::test]
async fn guessing_becomes_slow_for_known_and_unknown_addresses_alike() {
    let school = School::new();
    school.register("ada@example.org").await;
    for email in ["ada@example.org", "nobody@example.org"] {
        let body = json!({ "email": email, "password": "eight purple otters" });
        let ask = || school.post("/v1/auth/sign-in").json(&body);
        for _ in 0..5 {
            ask().gets(401).await;
        }
        let answer = ask().gets(429).await;
        assert_eq!(answer.code(), "rate-limited");
        assert!(answer.header("retry-after").is_some());
    }
}

#[tokio::test]
async fn too_many_passwords_at_once_are_refused_for_now() {
    let school = School::new();
    school.passwords.set_overloaded(true);
    let answer = school.post("/v1/auth/register").json(&person("ada@example.org")).gets(503).await;
    assert_eq!((answer.code(), answer.header("retry-after")), ("overloaded".into(), Some("1")));
}

#[tokio::test]
async fn a_refresh_token_works_once_and_twice_within_the_grace() {
    let school = School::new();
    let person = school.register("ada@example.org").await;
    let first = school.refresh(&person).await;
    let second = school.refresh(&person).await;
    assert_eq!(first.refresh, second.refresh, "the same child");
    school.clock.advance(SignedDuration::from_secs(11));
    let body = json!({ "refresh_token": person.refresh });
    let reused = school.post("/v1/auth/refresh").json(&body).gets(401).await;
    assert_eq!(reused.code(), "invalid-refresh-token");
    // Two have it: the session is over for both.
    let body = json!({ "refresh_token": first.refresh });
    let child = school.post("/v1/auth/refresh").json(&body).gets(401).await;
    assert_eq!(child.body.len(), reused.body.len());
    let answer = school.get("/v1/me").bearing(&first.access).gets(401).await;
    assert_eq!(answer.code(), "unauthenticated");
}

#[tokio::test]
async fn what_is_no_refresh_token_is_told_nothing_either() {
    let school = School::new();
    let person = school.register("ada@example.org").await;
    for bad in ["x", "cr1.AAAA", &person.access] {
        let body = json!({ "refresh_token": bad });
        let answer = school.post("/v1/auth/refresh").json(&body).gets(401).await;
        assert_eq!(answer.code(), "invalid-refresh-token");
        assert!(!answer.text().contains(&person.access));
    }
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session() {
    let school = School::new();
    let here = school.register("ada@example.org").await;
    let body = json!({ "email": "ada@example.org", "password": PASSWORD });
    let there = school.post("/v1/auth/sign-in").json(&body).gets(200).await.json();
    let there = there["access_token"].as_str().unwrap();
    let everywhere = json!({ "everywhere": true });
    school.post("/v1/auth/sign-out").bearing(&here.access).json(&everywhere).gets(204).await;
    for token in [here.access.as_str(), there] {
        school.get("/v1/me").bearing(token).gets(401).await;
    }
    let body = json!({ "refresh_token": here.refresh });
    school.post("/v1/auth/refresh").json(&body).gets(401).await;
}

#[tokio::test]
async fn a_lost_password_is_replaced_by_mail() {
    let school = School::new();
    let person = school.register("ada@example.org").await;
    let ask = |email: &str| school.post("/v1/auth/password-reset").json(&json!({ "email": email }));
    let known = ask("ADA@example.org").gets(202).await;
    let unknown = ask("nobody@example.org").gets(202).await;
    assert_eq!(known.body, unknown.body);
    assert!(known.body.is_empty());
    let token = school.mailed_token().await;
    let confirm = |password: &str| {
        let body = json!({ "token": token, "new_password": password });
        school.post("/v1/auth/password-reset/confirm").json(&body)
    };
    assert_eq!(confirm("password-password").gets(422).await.pointers(), ["/new_password"]);
    confirm("eight purple otters").gets(204).await;
    assert_eq!(confirm("eight purple otters").gets(422).await.pointers(), ["/token"]);
    school.get("/v1/me").bearing(&person.access).gets(401).await;
    let body = json!({ "email": "ada@example.org", "password": "eight purple otters" });
    school.post("/v1/auth/sign-in").json(&body).gets(200).await;
}

#[tokio::test]
async fn everybody_can_find_the_keys() {
    let school = School::new();
    let answer = school.get("/.well-known/jwks.json").gets(200).await;
    assert_eq!(answer.header("cache-control"), Some("public, max-age=60"));
    let keys = answer.json();
    assert_eq!(keys["keys"][0], school.signer.key.verifying_key().to_jwk());
    let found = school.get("/.well-known/openid-configuration").gets(200).await.json();
    assert_eq!(found["issuer"], "https://courses.example");
    assert_eq!(found["jwks_uri"], "https://courses.example/.well-known/jwks.json");
}
