//! Credentials that must not be believed, sent to every operation that looks at credentials.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use courses_handler_http::OPERATIONS;
use courses_port::Clock;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;
use xapi::Security;

use crate::contract::{Contract, sent};
use crate::school::{ADMIN, School};
use crate::tokens::{Signer, unsigned};

/// Every bad text with its name and the code that it deserves.
fn forgeries(school: &School) -> Vec<(&'static str, String, &'static str)> {
    let (signer, now) = (&school.signer, school.clock.now().as_second());
    let honest = serde_json::to_value(Signer::claims(Uuid::from_u128(5), &["admin"], now)).unwrap();
    let header = signer.header();
    let claims = |name: &str, value: Value| {
        let mut claims = honest.clone();
        claims[name] = value;
        signer.forge(&header, &claims)
    };
    let with_header = |name: &str, value: Value| {
        let mut header = header.clone();
        header[name] = value;
        signer.forge(&header, &honest)
    };
    let without_audience = {
        let mut claims = honest.clone();
        claims.as_object_mut().unwrap().remove("aud");
        signer.forge(&header, &claims)
    };
    let none = |header: &Value| format!("{}.", unsigned(header, &honest));
    let mac = {
        let kid = signer.key.kid();
        let text = unsigned(&json!({ "alg": "HS256", "typ": "at+jwt", "kid": kid }), &honest);
        let public = signer.key.verifying_key().to_pem();
        let mac = Hmac::<Sha256>::new_from_slice(public.as_bytes()).unwrap();
        let mac = mac.chain_update(text.as_bytes()).finalize().into_bytes();
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac))
    };
    let stranger = Signer::new().forge(&header, &honest);
    let unknown = "unauthenticated";
    vec![
        ("no algorithm", none(&json!({ "alg": "none", "typ": "at+jwt" })), unknown),
        (
            "no algorithm, with a key",
            none(&json!({ "alg": "none", "kid": signer.key.kid() })),
            unknown,
        ),
        ("the public key as a secret", mac, unknown),
        ("another key", stranger, unknown),
        ("another kid", with_header("kid", json!("nobody")), unknown),
        ("another type", with_header("typ", json!("JWT")), unknown),
        ("another audience", claims("aud", json!("others")), unknown),
        ("no audience", without_audience, unknown),
        ("another issuer", claims("iss", json!("https://evil.example")), unknown),
        ("expired by 6 s", claims("exp", json!(now - 6)), "token-expired"),
        ("not yet valid", claims("nbf", json!(now + 60)), unknown),
        ("a refresh token", format!("cr1.{}", "A".repeat(70)), unknown),
        ("an unknown API key", format!("ck1.{}", "A".repeat(64)), unknown),
        ("no API key", "ck1.".to_owned(), unknown),
        ("nonsense", "nonsense".to_owned(), unknown),
    ]
}

/// Sends `text` to every operation that looks at credentials.
async fn refused_everywhere(
    school: &School,
    contract: &Contract,
    name: &str,
    text: &str,
    code: &str,
) {
    for operation in OPERATIONS.iter().filter(|it| it.security != Security::Public) {
        let body = contract.bodies(operation.path, &operation.method.to_lowercase());
        let ask = sent(school, contract, operation, body.first(), |it| it.bearing(text));
        let answer = ask.await;
        let what = format!("{name} to {}: {}", operation.name, answer.text());
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, code), "{what}");
        let challenge = answer.header("www-authenticate").expect("with a challenge");
        assert!(challenge.starts_with("Bearer error=\"invalid_token\""), "{challenge}");
        let secret = text.split('.').next_back().filter(|it| it.len() > 8);
        assert!(!secret.is_some_and(|it| answer.text().contains(it)), "{what}");
    }
}

#[tokio::test]
async fn no_forged_token_opens_anything() {
    let (school, contract) = (School::new(), Contract::read().await);
    for (name, text, code) in forgeries(&school) {
        refused_everywhere(&school, &contract, name, &text, code).await;
    }
}

#[tokio::test]
async fn no_token_of_a_session_that_ended_opens_anything() {
    let (school, contract) = (School::new(), Contract::read().await);
    let person = school.register("ada@example.org").await;
    school.get("/v1/me").bearing(&person.access).gets(200).await;
    school.post("/v1/auth/sign-out").bearing(&person.access).json(&json!({})).gets(204).await;
    refused_everywhere(&school, &contract, "signed out", &person.access, "unauthenticated").await;
    refused_everywhere(&school, &contract, "its refresh token", &person.refresh, "unauthenticated")
        .await;
}

#[tokio::test]
async fn no_token_of_a_blocked_account_opens_anything() {
    let (school, contract) = (School::new(), Contract::read().await);
    let person = school.register("ada@example.org").await;
    let path = format!("/v1/accounts/{}/block", person.account);
    school.post(&path).by(ADMIN).gets(200).await;
    for operation in OPERATIONS.iter().filter(|it| it.security != Security::Public) {
        let body = contract.bodies(operation.path, &operation.method.to_lowercase());
        let ask =
            sent(&school, &contract, operation, body.first(), |it| it.bearing(&person.access));
        let answer = ask.await;
        assert_eq!(answer.status.as_u16(), 401, "{}", operation.name);
        assert_eq!(answer.code(), "unauthenticated", "{}", operation.name);
    }
}

#[tokio::test]
async fn roles_count_from_the_next_token_on() {
    let school = School::new();
    let person = school.register("ada@example.org").await;
    let body = json!({ "title": "Rust" });
    let ask = |token: &str| school.post("/v1/courses").bearing(token).json(&body);
    ask(&person.access).gets(403).await;
    let path = format!("/v1/accounts/{}/roles", person.account);
    let roles = json!({ "roles": ["teacher"] });
    school.put(&path).by(ADMIN).header("if-match", "*").json(&roles).gets(200).await;
    assert_eq!(ask(&person.access).gets(401).await.code(), "token-expired");
    let person = school.refresh(&person).await;
    ask(&person.access).gets(201).await;
}
