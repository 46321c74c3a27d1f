//! Reads one request by hand, as generated handlers do, and prints what is wrong with it.

use axum::body::Body;
use axum::http::Request;
use serde_json::Value;
use xapi::{Incoming, Kind, Location, Operation, Parameter, Schemas, Security};

static SCHEMAS: Schemas = Schemas::new(&[
    ("Limit", r#"{"type":"integer","minimum":1,"maximum":200}"#),
    (
        "addNote.body",
        r#"{"type":"object","required":["text"],"additionalProperties":false,"properties":{"text":{"type":"string","maxLength":10}}}"#,
    ),
]);

static ADD_NOTE: Operation = Operation {
    index: 0,
    name: "addNote",
    method: "POST",
    path: "/v1/notes",
    tag: "notes",
    security: Security::Public,
    parameters: &[Parameter {
        location: Location::Query,
        name: "limit",
        kind: Kind::Integer,
        list: false,
        required: false,
        default: Some("50"),
        schema: "Limit",
    }],
    consumes: Some("application/json"),
    produces: None,
    statuses: &[204],
    body_limit: 1024,
    reads_nearest: false,
    roles: &[],
    problems: &[],
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let request = Request::post("/v1/notes?limit=1000")
        .body(Body::from(r#"{"text": "longer than allowed", "colour": "red"}"#))?;
    let mut incoming = Incoming::open(&ADD_NOTE, &SCHEMAS, request).await?;
    let _limit: Option<i32> = incoming.parameter(0);
    let _body: Option<Value> = incoming.json().await?;
    match incoming.finish() {
        Ok(context) => println!("{} is fine", context.path),
        Err(problem) => {
            println!("{} {}", problem.status(), problem.code());
            for error in problem.field_errors() {
                println!("  {} [{}] {}", error.pointer, error.code, error.detail);
            }
        }
    }
    Ok(())
}
