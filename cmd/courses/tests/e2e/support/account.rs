//! Accounts and their tokens.

use std::sync::LazyLock;

use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;
use xtoken::{Claims, SigningKey};

/// The key that every program of these tests is given, and its PEM.
pub(crate) static KEY: LazyLock<(SigningKey, String)> =
    LazyLock::new(|| SigningKey::generate().unwrap());

/// Long ago, and far ahead: tests do not read the clock.
const ISSUED_AT: i64 = 1_700_000_000;
const EXPIRES_AT: i64 = 4_000_000_000;

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) id: Uuid,
    pub(crate) role: &'static str,
}

impl Account {
    fn new(role: &'static str) -> Self {
        Self { id: any_id(), role }
    }

    pub(crate) fn student() -> Self {
        Self::new("student")
    }

    pub(crate) fn teacher() -> Self {
        Self::new("teacher")
    }

    pub(crate) fn moderator() -> Self {
        Self::new("moderator")
    }

    pub(crate) fn admin() -> Self {
        Self::new("admin")
    }

    /// What a good token of this account says.
    pub(crate) fn claims(&self) -> Value {
        serde_json::to_value(Claims {
            iss: "courses".to_owned(),
            aud: "courses".to_owned(),
            sub: self.id,
            iat: ISSUED_AT,
            nbf: ISSUED_AT,
            exp: EXPIRES_AT,
            jti: any_id(),
            sid: None,
            roles: vec![self.role.to_owned()],
        })
        .unwrap()
    }

    /// A good token.
    pub(crate) fn token(&self) -> String {
        let header = json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": KEY.0.kid() });
        signed(&header, &self.claims())
    }
}

/// An id that nothing has.
pub(crate) fn any_id() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

/// Any header and claims, signed with the program's key as if they were right.
pub(crate) fn signed(header: &Value, claims: &Value) -> String {
    let text = format!("{}.{}", encoded(header), encoded(claims));
    let base64: String = KEY.1.lines().filter(|line| !line.starts_with("-----")).collect();
    let pair = Ed25519KeyPair::from_pkcs8(&STANDARD.decode(base64).unwrap()).unwrap();
    let signature = URL_SAFE_NO_PAD.encode(pair.sign(text.as_bytes()));
    format!("{text}.{signature}")
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}
