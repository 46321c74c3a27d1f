//! Every operation, called by somebody unknown.

use super::world::World;
use crate::support::{Document, Program, TestStore, any_id};

on_each_store!(whoever_is_unknown_reads_what_is_public_and_nothing_else);

async fn whoever_is_unknown_reads_what_is_public_and_nothing_else(store: TestStore) {
    let program = Program::start(&store).await;
    let document = Document::read(&store).await;
    let world = World::new(document, program.http());
    for operation in world.document().operations() {
        let id = &operation.id;
        let path = operation.path_with(|name| match name {
            "slug" | "source" | "key" => "nowhere".to_owned(),
            _ => any_id().to_string(),
        }) + &operation.required_query();
        let mut call = world.http().call(&operation.method, &path);
        if operation.takes_header("If-Match") {
            call = call.header("if-match", "\"1\"");
        }
        if let Some((_, example)) = world.document().examples(&operation).into_iter().next() {
            call = call.json(&example);
        }
        let answer = call.send().await;
        if operation.needs_token() {
            let refused = answer.clone().problem(401, "unauthenticated");
            assert_eq!(refused.header("www-authenticate"), "Bearer", "{id}");
        } else if operation.method != "GET" {
            // Somebody may open an account; credentials of examples are nobody's.
            assert!([201, 200, 202, 401, 422].contains(&answer.status), "{id}: {answer:#?}");
        } else if operation.parameters_in("path").is_empty() {
            assert_eq!(answer.status, 200, "{id}: {answer:#?}");
        } else {
            answer.clone().problem(404, "not-found");
        }
        world.check(&operation, &answer);
        let codes = operation.value["x-problems"].as_array().unwrap();
        let declared = answer.status < 400 || codes.iter().any(|code| *code == answer.code());
        assert!(declared, "{id} does not declare {}", answer.code());
    }
}
