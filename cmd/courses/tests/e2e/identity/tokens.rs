//! Every bad token, at every operation that wants one.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use courses_handler_http::OPERATIONS;
use serde_json::{Value, json};
use xapi::{Operation, Security};

use super::people::block;
use crate::support::{Account, Http, KEY, Person, Program, TestStore, eventually, signed};

on_each_store!(no_bad_token_opens_any_secured_operation);

#[expect(clippy::disallowed_methods, reason = "tokens of right now need to know when that is")]
pub(super) fn now() -> i64 {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(passed.as_secs()).unwrap()
}

fn header() -> Value {
    json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": KEY.0.kid() })
}

fn with(mut value: Value, member: &str, new: Value) -> Value {
    value[member] = new;
    value
}

/// A token that differs from a good one in one member.
fn with_claim(claims: &Value, member: &str, new: Value) -> String {
    signed(&header(), &with(claims.clone(), member, new))
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", encoded(header), encoded(claims))
}

/// Signed with the public key as if it were a shared secret.
fn hs256(claims: &Value) -> String {
    let text = unsigned(&with(header(), "alg", json!("HS256")), claims);
    let key = hmac::Key::new(hmac::HMAC_SHA256, KEY.0.verifying_key().to_pem().as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(hmac::sign(&key, text.as_bytes()).as_ref()))
}

/// What is wrong, the code of the refusal, and the token.
type Bad = (&'static str, &'static str, String);

fn forged(account: &Account) -> Vec<Bad> {
    let claims = account.claims();
    let none = unsigned(&with(header(), "alg", json!("none")), &claims) + ".";
    let mut no_audience = claims.clone();
    no_audience.as_object_mut().unwrap().remove("aud");
    let header_with =
        |member: &str, new: &str| signed(&with(header(), member, json!(new)), &claims);
    let refused = "unauthenticated";
    vec![
        ("no algorithm", refused, none),
        ("a shared secret", refused, hs256(&claims)),
        ("another key", refused, header_with("kid", "nobody")),
        ("another type", refused, header_with("typ", "JWT")),
        ("another audience", refused, with_claim(&claims, "aud", json!("elsewhere"))),
        ("another issuer", refused, with_claim(&claims, "iss", json!("elsewhere"))),
        ("no audience", refused, signed(&header(), &no_audience)),
        ("expired by 6 s", "token-expired", with_claim(&claims, "exp", json!(now() - 6))),
        ("not yet valid", refused, with_claim(&claims, "nbf", json!(now() + 3600))),
    ]
}

/// Tokens that were good once.
async fn spent(http: &Http) -> Vec<Bad> {
    let person = Person::register(http, "person@example.org").await;
    let gone = person.signed_in(http).await;
    let body = json!({});
    http.post("/v1/auth/sign-out").bearer(&gone.access).json(&body).send().await.expect(204);
    let blocked = Person::register(http, "blocked@example.org").await;
    block(http, &blocked).await;
    vec![
        ("a refresh token", "unauthenticated", person.tokens.refresh.clone()),
        ("of a session that is over", "unauthenticated", gone.access),
        ("of a blocked account", "unauthenticated", blocked.tokens.access),
    ]
}

fn path_of(operation: &Operation) -> String {
    let parts = operation.path.split('/').map(|part| {
        if part.starts_with('{') { "0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a10" } else { part }
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn no_bad_token_opens_any_secured_operation(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let admin = Account::admin();
    // With a second to spare: the clock goes on while the test does.
    let late = with_claim(&admin.claims(), "exp", json!(now() - 1));
    http.get("/v1/courses").bearer(&late).send().await.expect(200);
    http.get("/v1/courses").by(&admin).send().await.expect(200);
    let mut bad = forged(&admin);
    bad.extend(spent(&http).await);
    let secured: Vec<_> = OPERATIONS.iter().filter(|it| it.security != Security::Public).collect();
    assert!(secured.len() > 40, "{}", secured.len());
    for (what, code, token) in &bad {
        eventually(what, async || {
            let answer = http.get("/v1/courses").bearer(token).send().await;
            (answer.status == 401).then_some(())
        })
        .await;
        for operation in &secured {
            let mut call = http.call(operation.method, &path_of(operation)).bearer(token);
            if operation.consumes.is_some() {
                call = call.json(&json!({}));
            }
            let name = operation.name;
            let refused = call.header("if-match", "\"1\"").send().await;
            assert_eq!(
                (refused.status, refused.code().as_str()),
                (401, *code),
                "{what} at {name}: {refused:#?}"
            );
            let challenge = refused.header("www-authenticate");
            let known = challenge.starts_with("Bearer error=\"invalid_token\"");
            assert!(known, "{what} at {name}: {challenge}");
        }
    }
}
