//! Who may call what, as the contract says it: every operation, every role.

use courses_handler_http::OPERATIONS;
use serde_json::json;
use xapi::{Operation, Security};

use crate::support::{Account, Document, Program, TestStore, any_id};

on_each_store!(every_operation_lets_in_the_roles_of_the_contract_and_no_other);

fn path_of(operation: &Operation, document: &Document) -> String {
    let parts = operation.path.split('/').map(|part| match part {
        "{slug}" | "{source}" | "{key}" => "nowhere".to_owned(),
        _ if part.starts_with('{') => any_id().to_string(),
        _ => part.to_owned(),
    });
    let declared = document.operations().into_iter().find(|it| it.id == operation.name);
    parts.collect::<Vec<_>>().join("/") + &declared.unwrap().required_query()
}

async fn every_operation_lets_in_the_roles_of_the_contract_and_no_other(store: TestStore) {
    let program = Program::start(&store).await;
    let (http, document) = (program.http(), Document::read(&store).await);
    let accounts = [Account::student(), Account::teacher(), Account::moderator(), Account::admin()];
    let callers = [None].into_iter().chain(accounts.iter().map(Some));
    for caller in callers {
        let role = caller.map_or("anonymous", |account| account.role);
        for operation in OPERATIONS.iter().filter(|it| it.security != Security::Public) {
            let what = format!("{} by {role}", operation.name);
            let mut call = http.call(operation.method, &path_of(operation, &document)).by(caller);
            if operation.consumes.is_some() {
                call = call.json(&json!({ "unknown": true }));
            }
            let answer = call.header("if-match", "\"1\"").send().await;
            let (status, code) = (answer.status, answer.code());
            if operation.roles.contains(&role) {
                assert!(![401, 403].contains(&status), "{what}: {answer:#?}");
                continue;
            }
            if role == "anonymous" {
                assert_eq!((status, code.as_str()), (401, "unauthenticated"), "{what}");
                continue;
            }
            // What is hidden from somebody is not there for him; a body is looked at first.
            let kept_out = [(403, "forbidden"), (404, "not-found"), (422, "validation-failed")];
            assert!(kept_out.contains(&(status, code.as_str())), "{what}: {answer:#?}");
        }
    }
}
