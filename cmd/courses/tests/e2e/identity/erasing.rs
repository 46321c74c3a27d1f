//! After somebody left for good, nothing personal is left.

use serde_json::json;

use super::people::give_roles;
use crate::support::{
    Cli, PASSWORD, Person, Program, TestStore, Tokens, eventually, logged_events, mails, sign_in,
    stored,
};

on_each_store!(nothing_personal_is_left_of_an_account_that_was_erased);

const EMAIL: &str = "Erase.Canary@example.org";
const NAME: &str = "Wilhelmina Erasecanary";
const AGENT: &str = "Erasebrowser/7.7";
const KEY_NAME: &str = "erasecanary nightly";
/// In small letters, as they are looked for.
const PERSONAL: [&str; 4] = ["erase.canary", "erasecanary", "erasebrowser", "wilhelmina"];

async fn nothing_personal_is_left_of_an_account_that_was_erased(store: TestStore) {
    let mut program = Program::start(&store).await;
    let http = program.http();
    let bystander = Person::register(&http, "bystander@example.org").await;
    let body = json!({ "email": EMAIL, "password": PASSWORD, "name": NAME });
    let call = http.post("/v1/auth/register").header("user-agent", AGENT).json(&body);
    let answer = call.send().await.expect(201).json();
    let id = answer["account"]["id"].as_str().unwrap().parse().unwrap();
    let tokens = Tokens::of(&answer["tokens"]);
    let person = Person { id, email: EMAIL.to_owned(), tokens };
    give_roles(&http, &person, &["teacher"]).await;
    let tokens = person.tokens.refreshed(&http).await;
    let again = sign_in(&http, EMAIL, PASSWORD).header("user-agent", AGENT).send().await;
    again.expect(200);
    sign_in(&http, EMAIL, "wrong password").send().await.problem(401, "invalid-credentials");
    let key = json!({ "name": KEY_NAME, "scopes": ["catalogue:read"] });
    http.post("/v1/api-keys").bearer(&tokens.access).json(&key).send().await.expect(201);
    http.post("/v1/courses")
        .bearer(&tokens.access)
        .json(&json!({ "title": "Stays" }))
        .send()
        .await
        .expect(201);
    let proof = http.post("/v1/me/verify-email").bearer(&tokens.access);
    proof.send().await.expect(202);
    let reset = json!({ "email": EMAIL });
    http.post("/v1/auth/password-reset").json(&reset).send().await.expect(202);
    eventually("two mails", async || {
        let to = mails(&store).into_iter().filter(|mail| mail.is_to(EMAIL)).count();
        (to >= 2).then_some(())
    })
    .await;
    let me = http.get("/v1/me").bearer(&tokens.access).send().await.expect(200);
    http.patch("/v1/me")
        .bearer(&tokens.access)
        .header("if-match", me.header("etag"))
        .json(&json!({ "name": format!("{NAME} the Second") }))
        .send()
        .await
        .expect(200);
    let me = http.get("/v1/me").bearer(&tokens.access).send().await.expect(200);
    let call = http.delete("/v1/me").bearer(&tokens.access);
    call.header("if-match", me.header("etag")).send().await.expect(204);
    sign_in(&http, EMAIL, PASSWORD).send().await.problem(401, "invalid-credentials");
    tokens.refreshing(&http).send().await.problem(401, "invalid-refresh-token");
    bystander.signed_in(&http).await;
    program.stop().await;

    let events = logged_events(&store).await;
    let mine = events.iter().filter(|event| event.aggregate_id == person.id);
    let types: Vec<&str> = mine.map(|event| event.type_name.as_str()).collect();
    assert_eq!(types.first(), Some(&"account.registered"));
    assert_eq!(types.last(), Some(&"account.erased"));
    let stored = stored(&store).await;
    assert!(stored.iter().any(|(_, bytes)| bytes.contains("bystander@example.org")));
    for (place, bytes) in stored {
        let bytes = bytes.to_lowercase();
        for word in PERSONAL {
            assert!(!bytes.contains(word), "{place} still says {word}");
        }
    }
    let events = format!("{events:?}").to_lowercase();
    let log = program.stderr().join("\n").to_lowercase();
    for word in PERSONAL {
        assert!(!events.contains(word) && !log.contains(word), "{word} was told");
    }
    let whole = Cli::new(&store, ["audit", "verify", "--output", "json"]).run().await.good();
    assert_eq!(whole.json()["whole"], true);
}
