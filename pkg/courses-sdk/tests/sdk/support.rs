//! Clients and canned answers; the answers are the examples of the contract.

use std::sync::LazyLock;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use courses_sdk::{Client, ClientBuilder, RetryPolicy, Tokens};
use serde_json::{Value, json};
use wiremock::{MockServer, Request, ResponseTemplate};

pub(crate) use crate::store::SharedStore;

pub(crate) const COURSE: &str = "0192f3a1-7c5e-7b2a-9d41-3f6c2b8e5a10";

static CONTRACT: LazyLock<Value> = LazyLock::new(|| {
    serde_yaml::from_str(include_str!("../../../../api/openapi.yaml"))
        .expect("the contract is YAML")
});

/// The value of an example of the contract.
pub(crate) fn example(name: &str) -> Value {
    let example = CONTRACT.pointer(&format!("/components/examples/{name}/value"));
    example.unwrap_or_else(|| panic!("the contract has no example {name}")).clone()
}

/// A client that tries three times without waiting long.
pub(crate) fn builder(server: &MockServer) -> ClientBuilder {
    builder_of(server).token("token")
}

/// The same, of nobody yet.
pub(crate) fn builder_of(server: &MockServer) -> ClientBuilder {
    let pause = Duration::from_millis(2);
    let policy = RetryPolicy::default().tries(3).pauses(pause, pause);
    Client::builder(server.uri()).retry(policy)
}

pub(crate) fn client(server: &MockServer) -> Client {
    builder(server).build().expect("the address of the server is a URL")
}

/// An answer with a body from the contract.
pub(crate) fn answer(status: u16, name: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(example(name))
}

/// A problem with this code.
pub(crate) fn problem(status: u16, code: &str) -> ResponseTemplate {
    let body = json!({
        "type": format!("urn:courses:problem:{code}"),
        "title": "Something",
        "status": status,
        "request_id": "r-1",
    });
    ResponseTemplate::new(status).set_body_raw(body.to_string(), "application/problem+json")
}

/// Tokens as the service grants them, for a quarter of an hour.
pub(crate) fn granted(access: &str, refresh: &str) -> ResponseTemplate {
    let mut body = example("Tokens");
    body["access_token"] = access.into();
    body["refresh_token"] = refresh.into();
    ResponseTemplate::new(200).set_body_json(body)
}

/// Tokens as they were stored; the access token ends in that many seconds.
#[expect(clippy::disallowed_methods, reason = "the client reads the clock of the machine too")]
pub(crate) fn stored(access: &str, refresh: &str, seconds: i64) -> Tokens {
    Tokens {
        access: access.into(),
        access_expires_at: Utc::now() + TimeDelta::seconds(seconds),
        refresh: refresh.into(),
        refresh_expires_at: Utc::now() + TimeDelta::days(30),
    }
}

/// Everything that was asked for so far.
pub(crate) async fn asked(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.expect("requests are recorded")
}

/// How often this path was asked for.
pub(crate) async fn calls(server: &MockServer, path: &str) -> usize {
    asked(server).await.iter().filter(|request| request.url.path() == path).count()
}

/// What the requests for this path carried in `Authorization`, in order.
pub(crate) async fn tokens_in_use(server: &MockServer, path: &str) -> Vec<String> {
    let asked = asked(server).await.into_iter().filter(|request| request.url.path() == path);
    asked.map(|it| it.headers["authorization"].to_str().expect("ASCII").to_owned()).collect()
}
