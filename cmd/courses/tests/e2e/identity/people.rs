//! People and places that several promises need.

use serde_json::json;

use crate::support::{Account, Http, Person, Program, TestStore};

/// As many programs on one store as it allows: the embedded one belongs to one.
pub(super) async fn instances(store: &TestStore) -> Vec<Program> {
    let mut programs = vec![Program::start(store).await];
    if store.is_mongodb() {
        programs.push(Program::start(store).await);
    }
    programs
}

/// Gives an account these roles, as an operator's administrator.
pub(super) async fn give_roles(http: &Http, person: &Person, roles: &[&str]) {
    let admin = Account::admin();
    let path = format!("/v1/accounts/{}", person.id);
    let read = http.get(&path).by(&admin).send().await.expect(200);
    let call = http.put(&format!("{path}/roles")).by(&admin);
    let call = call.header("if-match", read.header("etag")).json(&json!({ "roles": roles }));
    call.send().await.expect(200);
}

/// Blocks an account, as an operator's administrator.
pub(super) async fn block(http: &Http, person: &Person) {
    let path = format!("/v1/accounts/{}/block", person.id);
    http.post(&path).by(&Account::admin()).send().await.expect(200);
}
