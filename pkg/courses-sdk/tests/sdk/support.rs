//! Clients and canned answers; the answers are the examples of the contract.

use std::sync::LazyLock;
use std::time::Duration;

use courses_sdk::{Client, ClientBuilder, RetryPolicy};
use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

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
    let pause = Duration::from_millis(2);
    let policy = RetryPolicy::default().tries(3).pauses(pause, pause);
    Client::builder(server.uri()).token("token").retry(policy)
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
