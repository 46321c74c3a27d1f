//! Opening an account.

use courses_sdk::{Client, RetryPolicy};
use futures::future::join_all;
use serde_json::{Value, json};

use crate::support::{
    Account, PASSWORD, Person, Program, TestStore, body, logged_events, plain, register, sign_in,
};

on_each_store!(
    the_tokens_of_a_registration_work_at_once,
    the_client_goes_on_with_the_tokens_of_a_registration,
    a_taken_address_is_refused_in_any_letter_case_and_nothing_is_stored,
    each_bad_field_of_a_registration_is_named,
    a_hundred_registrations_of_one_address_make_one_account,
);

async fn the_tokens_of_a_registration_work_at_once(store: TestStore) {
    let settings: &[(&str, &str)] =
        if store.is_mongodb() { &[("store.secondary_reads", "true")] } else { &[] };
    let program = Program::start_with(&store, settings).await;
    let http = program.http();
    for number in 0..20 {
        let email = format!("person{number}@example.org");
        let person = Person::register(&http, &email).await;
        let me = http.get("/v1/me").bearer(&person.tokens.access).send().await;
        let me = me.expect(200).json();
        assert_eq!(
            (me["email"].as_str(), me["name"].as_str()),
            (Some(&*email), Some("Ada Henson"))
        );
        assert_eq!(me["roles"], json!(["student"]));
        person.tokens.refreshed(&http).await;
        http.get("/v1/courses").bearer(&person.tokens.access).send().await.expect(200);
    }
}

async fn the_client_goes_on_with_the_tokens_of_a_registration(store: TestStore) {
    let program = Program::start(&store).await;
    let http = plain().build().unwrap();
    let builder = Client::builder(&program.api).http_client(http).retry(RetryPolicy::never());
    let builder = builder.token_store(courses_sdk::MemoryTokenStore::default());
    let client = builder.build().unwrap();
    let wish = json!({ "email": "ann@example.org", "password": PASSWORD, "name": "Ann" });
    let wish: courses_sdk::types::RegistrationRequest = body(wish);
    let registered = program.anonymous().register().body(wish).send().await.unwrap().into_inner();
    let session = client.session().unwrap();
    session.adopt(registered.tokens.unwrap()).await.unwrap();
    let me = client.get_me().send().await.unwrap();
    assert_eq!(me.name.as_deref(), Some("Ann"));
    session.sign_out().await.unwrap();
    assert!(client.get_me().send().await.is_err());
}

async fn a_taken_address_is_refused_in_any_letter_case_and_nothing_is_stored(store: TestStore) {
    let mut program = Program::start(&store).await;
    let http = program.http();
    let first = Person::register(&http, "Ada.Henson@example.org").await;
    for same in ["Ada.Henson@example.org", "ada.henson@example.org", "ADA.HENSON@EXAMPLE.ORG"] {
        register(&http, same).send().await.problem(409, "email-taken");
        sign_in(&http, same, PASSWORD).send().await.expect(200);
    }
    let all = http.get("/v1/accounts").by(&Account::admin()).send().await.expect(200).json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1, "{all:#}");
    program.stop().await;
    let events = logged_events(&store).await;
    let registered = |it: &&courses_port::LoggedEvent| it.type_name == "account.registered";
    let registered: Vec<_> = events.iter().filter(registered).collect();
    assert_eq!(registered.len(), 1, "{registered:#?}");
    assert_eq!(registered[0].aggregate_id, first.id);
}

async fn each_bad_field_of_a_registration_is_named(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let good = json!({ "email": "ada@example.org", "password": PASSWORD, "name": "Ada" });
    let cases: &[(&str, Value)] = &[
        ("/email", json!("no address")),
        ("/email", json!("")),
        ("/email", json!("two@at@example.org")),
        ("/email", json!(format!("{}@example.org", "a".repeat(65)))),
        ("/email", json!(7)),
        ("/password", json!("short")),
        ("/password", json!("x".repeat(129))),
        ("/password", json!("password1234")),
        ("/password", json!(null)),
        ("/name", json!("")),
        ("/name", json!("x".repeat(201))),
        ("/name", json!(["Ada"])),
        ("/roles", json!(["admin"])),
    ];
    for (pointer, value) in cases {
        let mut bad = good.clone();
        bad[&pointer[1..]] = value.clone();
        let answer = http.post("/v1/auth/register").json(&bad).send().await;
        let answer = answer.problem(422, "validation-failed");
        let mut pointers = answer.pointers();
        pointers.dedup();
        assert_eq!(pointers, [*pointer], "{value}");
        let told = value.as_str().filter(|text| text.len() > 5);
        assert!(told.is_none_or(|it| !answer.text.contains(it)), "{answer:#?}");
    }
    let bad = json!({ "email": "?", "password": "short", "name": "" });
    let answer = http.post("/v1/auth/register").json(&bad).send().await;
    let answer = answer.problem(422, "validation-failed");
    let mut pointers = answer.pointers();
    pointers.dedup();
    assert_eq!(pointers, ["/email", "/name", "/password"]);
    register(&http, "ada@example.org").send().await.expect(201);
}

async fn a_hundred_registrations_of_one_address_make_one_account(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let mut made = Vec::new();
    let tries = (0..100).map(|number| {
        let email = if number % 2 == 0 { "race@example.org" } else { "Race@Example.Org" };
        register(&http, email).send()
    });
    for answer in join_all(tries).await {
        match answer.status {
            201 => made.push(answer.json()["account"]["id"].clone()),
            409 => assert_eq!(answer.code(), "email-taken"),
            _ => assert!(!answer.problem(503, "overloaded").header("retry-after").is_empty()),
        }
    }
    assert_eq!(made.len(), 1, "{made:?}");
    let all = http.get("/v1/accounts").by(&Account::admin()).send().await.expect(200).json();
    assert_eq!(all["items"].as_array().unwrap().len(), 1, "{all:#}");
    assert_eq!(all["items"][0]["id"], made[0]);
}
