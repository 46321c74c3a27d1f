//! Somebody with an account: made over the API, with the tokens of a session.

use serde_json::{Value, json};
use uuid::Uuid;

use super::Http;
use super::http::Call;

/// The password of everybody who says no other.
pub(crate) const PASSWORD: &str = "seven green herons";

/// What a session lives on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: String,
    pub(crate) session: String,
}

/// An account and its first session.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) tokens: Tokens,
}

impl Tokens {
    /// Those of an answer.
    pub(crate) fn of(value: &Value) -> Self {
        let text =
            |name: &str| value[name].as_str().unwrap_or_else(|| panic!("{value}")).to_owned();
        Self {
            access: text("access_token"),
            refresh: text("refresh_token"),
            session: text("session_id"),
        }
    }

    /// Asks for the next ones.
    pub(crate) fn refreshing(&self, http: &Http) -> Call {
        http.post("/v1/auth/refresh").json(&json!({ "refresh_token": self.refresh }))
    }

    /// The next ones.
    pub(crate) async fn refreshed(&self, http: &Http) -> Self {
        Self::of(&self.refreshing(http).send().await.expect(200).json())
    }
}

impl Person {
    /// Opens an account.
    pub(crate) async fn register(http: &Http, email: &str) -> Self {
        let answer = register(http, email).send().await.expect(201).json();
        let id = answer["account"]["id"].as_str().unwrap().parse().unwrap();
        Self { id, email: email.to_owned(), tokens: Tokens::of(&answer["tokens"]) }
    }

    /// One more session.
    pub(crate) async fn signed_in(&self, http: &Http) -> Tokens {
        let answer = sign_in(http, &self.email, PASSWORD).send().await;
        Tokens::of(&answer.expect(200).json())
    }

    /// What becomes of a request with this access token, wherever it does not matter whose it is:
    /// the status, and the code of a refusal.
    pub(crate) async fn reads(http: &Http, access: &str) -> (u16, String) {
        let answer = http.get("/v1/courses?limit=1").bearer(access).send().await;
        (answer.status, answer.code())
    }
}

/// Opens an account under an address, with the usual password.
pub(crate) fn register(http: &Http, email: &str) -> Call {
    let body = json!({ "email": email, "password": PASSWORD, "name": "Ada Henson" });
    http.post("/v1/auth/register").json(&body)
}

/// Begins a session.
pub(crate) fn sign_in(http: &Http, email: &str, password: &str) -> Call {
    http.post("/v1/auth/sign-in").json(&json!({ "email": email, "password": password }))
}
