//! Tokens that somebody made up.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::support::{Account, KEY, Program, TestStore, signed};

on_each_store!(a_forged_token_opens_nothing_not_even_what_is_public);

fn good_header() -> Value {
    json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": KEY.0.kid() })
}

fn with(mut value: Value, member: &str, new: Value) -> Value {
    value[member] = new;
    value
}

fn without(mut value: Value, member: &str) -> Value {
    value.as_object_mut().unwrap().remove(member);
    value
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", encoded(header), encoded(claims))
}

/// Signed with the public key as if it were a shared secret.
fn hs256(claims: &Value) -> String {
    let text = unsigned(&with(good_header(), "alg", json!("HS256")), claims);
    let public = KEY.0.verifying_key();
    let key = hmac::Key::new(hmac::HMAC_SHA256, public.to_pem().as_bytes());
    let tag = hmac::sign(&key, text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()))
}

fn forged(account: &Account) -> Vec<(&'static str, String)> {
    let claims = account.claims();
    let good = account.token();
    let (text, signature) = good.rsplit_once('.').unwrap();
    let header_with = |member: &str, new: Value| signed(&with(good_header(), member, new), &claims);
    let claims_with =
        |member: &str, new: Value| signed(&good_header(), &with(claims.clone(), member, new));
    let (other, _) = xtoken::SigningKey::generate().unwrap();
    let own: xtoken::Claims = xtoken::Claims {
        iss: "courses".into(),
        aud: "courses".into(),
        sub: account.id,
        iat: 1_700_000_000,
        nbf: 1_700_000_000,
        exp: 4_000_000_000,
        jti: account.id,
        sid: None,
        roles: vec!["admin".into()],
    };
    let by_other = other.mint(&own).unwrap();
    let other_with_our_kid = {
        let (_, signature) = by_other.rsplit_once('.').unwrap();
        format!("{text}.{signature}")
    };
    let student = signed(&good_header(), &with(claims.clone(), "roles", json!(["student"])));
    let swapped = format!("{text}.{}", student.rsplit_once('.').unwrap().1);
    let mut forged = vec![
        ("nothing", String::new()),
        ("words", "let me in".to_owned()),
        ("dots", "..".to_owned()),
        ("no signature", format!("{text}.")),
        ("half a signature", format!("{text}.{}", &signature[..signature.len() / 2])),
        (
            "no algorithm",
            format!("{}.", unsigned(&with(good_header(), "alg", json!("none")), &claims)),
        ),
        ("NONE", format!("{}.", unsigned(&with(good_header(), "alg", json!("NONE")), &claims))),
        ("shared secret", hs256(&claims)),
        ("another key", by_other),
        ("another key under our name", other_with_our_kid),
        ("signature of another token", swapped),
        ("unknown key id", header_with("kid", json!("nobody"))),
        ("key id that is a path", header_with("kid", json!("../../../dev/null"))),
        ("key in the header", header_with("jwk", json!({ "kty": "oct", "k": "AA" }))),
        ("another type", header_with("typ", json!("JWT"))),
        ("extension", header_with("crit", json!(["exp"]))),
        ("another issuer", claims_with("iss", json!("elsewhere"))),
        ("another audience", claims_with("aud", json!("elsewhere"))),
        ("issuers", claims_with("iss", json!(["courses"]))),
        ("expired", claims_with("exp", json!(1_700_000_060))),
        ("not yet", claims_with("nbf", json!(3_999_999_000_i64))),
        ("subject of no form", claims_with("sub", json!("root"))),
        ("operator as subject", claims_with("sub", json!({ "$ne": null }))),
        ("time as text", claims_with("exp", json!("4000000000"))),
        ("too long", signed(&good_header(), &with(claims.clone(), "x", json!("x".repeat(8192))))),
    ];
    // A key in the header is ignored, and the signature is good.
    forged.retain(|(name, _)| *name != "key in the header");
    for claim in ["iss", "aud", "sub", "exp", "iat", "jti"] {
        forged.push((claim, signed(&good_header(), &without(claims.clone(), claim))));
    }
    forged
}

async fn a_forged_token_opens_nothing_not_even_what_is_public(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let admin = Account::admin();
    http.get("/v1/courses").by(&admin).send().await.expect(200);
    for (name, token) in forged(&admin) {
        let bearer = format!("Bearer {token}");
        for path in ["/v1/courses", "/v1/courses/0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a10/draft"] {
            let refused = http.get(path).header("authorization", &bearer).send().await;
            let code = if name == "expired" { "token-expired" } else { "unauthenticated" };
            assert_eq!((refused.status, refused.code().as_str()), (401, code), "{name}");
            let challenge = refused.header("www-authenticate");
            assert!(challenge.starts_with("Bearer error=\"invalid_token\""), "{name}: {challenge}");
        }
    }
    for header in ["Basic YWRtaW46YWRtaW4=", "Bearer", "Token x", &admin.token()] {
        let refused = http.get("/v1/courses").header("authorization", header).send().await;
        refused.problem(401, "unauthenticated");
    }
    let good = format!("Bearer {}", admin.token());
    let twice = http.get("/v1/courses").header("authorization", &good);
    twice.header("authorization", &good).send().await.problem(401, "unauthenticated");
}
