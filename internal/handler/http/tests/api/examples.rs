//! The examples of the contract are requests that work: each is sent to a school in which the
//! things that they name exist.

use courses_handler_http::OPERATIONS;
use serde_json::Value;

use crate::contract::{Contract, sent};
use crate::school::Person;
use crate::world::{ME, OWNER, school_for};

#[tokio::test]
async fn every_example_of_a_request_works() {
    let contract = Contract::read().await;
    for operation in &OPERATIONS {
        let bodies = contract.bodies(operation.path, &operation.method.to_lowercase());
        assert_eq!(bodies.is_empty(), operation.consumes.is_none(), "{}", operation.name);
        let requests: Vec<Option<&Value>> =
            if bodies.is_empty() { vec![None] } else { bodies.iter().map(Some).collect() };
        for body in requests {
            let school = school_for(operation.name).await;
            // Sessions and keys are for their owner, accounts for somebody else.
            let own = ["{session_id}", "{api_key_id}"].iter().any(|it| operation.path.contains(it));
            let admin = Person { account: if own { OWNER } else { ME }, role: "admin" };
            let answer = sent(&school, &contract, operation, body, |ask| ask.by(admin)).await;
            // The course of the examples is published: these two are for others.
            let wanted: &[u16] = match operation.name {
                "deleteCourse" | "restoreCourse" => &[409],
                // One of its conditions wants the course to be there, the other one does not.
                "upsertCourse" => &[412],
                _ => &[200, 201, 202, 204, 304],
            };
            let (name, status) = (operation.name, answer.status.as_u16());
            assert!(wanted.contains(&status), "{name} {body:?}: {status} {}", answer.text());
        }
    }
}
