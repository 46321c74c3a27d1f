//! Every operation of the contract, asked by every role, about things of its own and of others:
//! the answers are those of the policy.

use courses_domain::identity::{ApiKeyToken, Secret, TokenHash};
use courses_domain::shared::{Actor, Role, Scope};
use courses_handler_http::{OPERATIONS, OperationId, policy_row};
use courses_testkit::build::{Make, Save};
use courses_usecase::{Refusal, Relation};
use serde_json::Value;
use uuid::Uuid;
use xapi::Security;

use crate::contract::{Contract, sent};
use crate::school::{Person, School};
use crate::world::{ME, OWNER, school_for};

/// What the policy says.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Granted,
    Refused(u16),
}

impl Verdict {
    /// What an answer says.
    fn of(status: u16) -> Self {
        if [401, 403, 404].contains(&status) { Self::Refused(status) } else { Self::Granted }
    }

    fn of_policy(id: OperationId, role: Option<Role>, relation: Relation) -> Self {
        let operation = id.operation();
        let asks = operation.security == Security::Required;
        let Some(role) = role else {
            return if asks { Self::Refused(401) } else { Self::Granted };
        };
        // Sessions and keys of others do not exist.
        let own = ["{session_id}", "{api_key_id}"].iter().any(|it| operation.path.contains(it));
        if own && relation == Relation::Other {
            return Self::Refused(404);
        }
        match policy_row(id).permit(Some(&Actor::new(OWNER.into(), [role])), relation) {
            Ok(()) => Self::Granted,
            Err(Refusal::NotFound) => Self::Refused(404),
            Err(Refusal::Forbidden) => Self::Refused(403),
            Err(Refusal::Unauthenticated) => Self::Refused(401),
        }
    }
}

fn first_body(contract: &Contract, operation: &xapi::Operation) -> Option<Value> {
    contract.bodies(operation.path, &operation.method.to_lowercase()).into_iter().next()
}

#[tokio::test]
async fn every_operation_answers_every_role_as_the_policy_says() {
    let contract = Contract::read().await;
    let mut asked = 0;
    for id in OperationId::ALL {
        let operation = id.operation();
        let body = first_body(&contract, operation);
        for role in std::iter::once(None).chain(Role::ALL.map(Some)) {
            for (relation, account) in [(Relation::Owner, OWNER), (Relation::Other, ME)] {
                let school = school_for(operation.name).await;
                let answer = sent(&school, &contract, operation, body.as_ref(), |ask| match role {
                    Some(role) => ask.by(Person { account, role: role.word() }),
                    None => ask,
                });
                let answer = answer.await;
                let wanted = Verdict::of_policy(id, role, relation);
                let found = Verdict::of(answer.status.as_u16());
                assert_eq!(found, wanted, "{id:?} {role:?} {relation:?}: {}", answer.text());
                // What the contract says about roles is the same thing said twice.
                let word = role.map_or("anonymous", Role::word);
                if found == Verdict::Granted {
                    assert!(operation.roles.contains(&word), "{id:?} {word}");
                }
                asked += 1;
            }
        }
    }
    assert_eq!(asked, OPERATIONS.len() * 10);
}

/// A key of an administrator who owns everything, good for these scopes.
async fn key(school: &School, scopes: Vec<Scope>) -> String {
    let mut make = Make::new(99);
    let mut account = crate::world::account(&mut make, Uuid::from_u128(77), "key@example.org");
    account.roles = vec![Role::Admin];
    let secret = Secret::new([7; 32]);
    let mut key = make.api_key(account.id);
    key.scopes = scopes;
    key.hash = TokenHash::of(secret.expose());
    let text = ApiKeyToken { id: key.id, secret }.encode();
    school.seed([account.save(), key.save()]).await;
    text
}

#[tokio::test]
async fn an_api_key_does_what_its_scope_says_and_nothing_else() {
    let contract = Contract::read().await;
    for id in OperationId::ALL {
        let operation = id.operation();
        if operation.security == Security::Public {
            continue;
        }
        let body = first_body(&contract, operation);
        let needed = policy_row(id).scope();
        let without: Vec<Scope> =
            Scope::ALL.into_iter().filter(|scope| Some(*scope) != needed).collect();
        let school = school_for(operation.name).await;
        let text = key(&school, without).await;
        let answer = sent(&school, &contract, operation, body.as_ref(), |it| it.bearing(&text));
        let answer = answer.await;
        assert_eq!(answer.status.as_u16(), 403, "{id:?}: {}", answer.text());
        if let Some(needed) = needed {
            let school = school_for(operation.name).await;
            let text = key(&school, vec![needed]).await;
            let answer = sent(&school, &contract, operation, body.as_ref(), |it| it.bearing(&text));
            let answer = answer.await;
            let found = Verdict::of(answer.status.as_u16());
            assert_eq!(found, Verdict::Granted, "{id:?}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn what_belongs_to_others_looks_like_what_never_was() {
    let school = school_for("getMe").await;
    let me = Person { account: ME, role: "student" };
    let unknown = "0192f3ff-0000-7000-8000-000000000001";
    for (prefix, theirs, suffix) in [
        ("/v1/me/sessions/", "0192f3d2-77aa-7b15-a0c9-4e3d2c1b0a03", ""),
        ("/v1/api-keys/", "0192f3d4-3b08-7f46-8d5e-7a6b5c4d3e04", ""),
        ("/v1/api-keys/", "0192f3d4-3b08-7f46-8d5e-7a6b5c4d3e04", "/rotate"),
    ] {
        let mut bodies = Vec::new();
        for id in [theirs, unknown] {
            let path = format!("{prefix}{id}{suffix}");
            let ask = if suffix.is_empty() { school.delete(&path) } else { school.post(&path) };
            let answer = ask.by(me).header("x-request-id", "the-same-id").gets(404).await;
            bodies.push(answer.text().replace(id, "ID"));
        }
        assert_eq!(bodies[0], bodies[1], "{prefix}");
    }
}
