//! Mails that prove an address or let somebody choose a new password.

use serde_json::json;

use crate::support::{
    Answer, Http, Mail, PASSWORD, Person, Program, TestStore, eventually, mails, register, sign_in,
};

on_each_store!(
    a_mail_proves_the_address_once,
    a_mail_lets_somebody_choose_a_new_password_once,
    a_school_that_proves_addresses_tells_nobody_who_has_an_account,
    a_registration_says_how_far_its_event_is,
);

const NEW: &str = "eight purple otters";

/// The mails to an address, once there are so many.
async fn mails_to(store: &TestStore, email: &str, count: usize) -> Vec<Mail> {
    eventually("the mails", async || {
        let all = mails(store).into_iter();
        let mails: Vec<Mail> =
            all.filter(|mail| mail.is_to(email) && !mail.text.is_empty()).collect();
        (mails.len() >= count).then_some(mails)
    })
    .await
}

async fn verify(http: &Http, token: &str) -> Answer {
    http.post("/v1/auth/verify-email").json(&json!({ "token": token })).send().await
}

async fn choose(http: &Http, token: &str, password: &str) -> Answer {
    let body = json!({ "token": token, "new_password": password });
    http.post("/v1/auth/password-reset/confirm").json(&body).send().await
}

async fn forget(http: &Http, email: &str) -> Answer {
    http.post("/v1/auth/password-reset").json(&json!({ "email": email })).send().await
}

fn assert_used_up(answer: Answer) {
    let answer = answer.problem(422, "validation-failed");
    assert_eq!(answer.pointers(), ["/token"]);
    assert_eq!(answer.json()["errors"][0]["code"], "invalid-token");
}

async fn a_mail_proves_the_address_once(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let person = Person::register(&http, "ada@example.org").await;
    let me = || http.get("/v1/me").bearer(&person.tokens.access).send();
    assert_eq!(me().await.expect(200).json()["email_verified"], false);
    let ask = || http.post("/v1/me/verify-email").bearer(&person.tokens.access).send();
    ask().await.expect(202);
    let token = mails_to(&store, &person.email, 1).await[0].token().unwrap();
    // One mail a minute is enough.
    ask().await.expect(202);
    // A token for one purpose is none for another.
    assert_used_up(choose(&http, &token, NEW).await);
    verify(&http, &token).await.expect(204);
    assert_used_up(verify(&http, &token).await);
    ask().await.expect(202);
    assert_eq!(mails(&store).len(), 1);
    assert_eq!(me().await.expect(200).json()["email_verified"], true);
}

async fn a_mail_lets_somebody_choose_a_new_password_once(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let person = Person::register(&http, "ada@example.org").await;
    let known = forget(&http, "ADA@example.org").await.expect(202);
    let unknown = forget(&http, "nobody@example.org").await.expect(202);
    assert_eq!(known.comparable(), unknown.comparable());
    let token = mails_to(&store, &person.email, 1).await[0].token().unwrap();
    let weak = choose(&http, &token, "short").await.problem(422, "validation-failed");
    assert_eq!(weak.pointers(), ["/new_password"]);
    choose(&http, &token, NEW).await.expect(204);
    assert_used_up(choose(&http, &token, NEW).await);
    let old = sign_in(&http, &person.email, PASSWORD).send().await;
    old.problem(401, "invalid-credentials");
    sign_in(&http, &person.email, NEW).send().await.expect(200);
    person.tokens.refreshing(&http).send().await.problem(401, "invalid-refresh-token");
    eventually("the access token to be void", async || {
        (Person::reads(&http, &person.tokens.access).await.0 == 401).then_some(())
    })
    .await;
    assert_eq!(mails(&store).iter().filter(|mail| mail.is_to("nobody@example.org")).count(), 0);
}

async fn a_school_that_proves_addresses_tells_nobody_who_has_an_account(store: TestStore) {
    let program = Program::start_with(&store, &[("identity.verify_email", "true")]).await;
    let http = program.http();
    let first = register(&http, "ada@example.org").send().await.expect(202);
    let again = register(&http, "Ada@Example.org").send().await.expect(202);
    assert_eq!(first.comparable(), again.comparable());
    assert_eq!(first.json(), json!({ "account": null, "tokens": null }));
    let early = sign_in(&http, "ada@example.org", PASSWORD).send().await;
    let unknown = sign_in(&http, "ben@example.org", PASSWORD).send().await;
    let early = early.problem(401, "invalid-credentials");
    assert_eq!(early.comparable(), unknown.comparable());
    let mails = mails_to(&store, "ada@example.org", 2).await;
    let tokens: Vec<_> = mails.iter().filter_map(Mail::token).collect();
    assert_eq!(tokens.len(), 1, "the second mail says that there is an account: {mails:#?}");
    verify(&http, &tokens[0]).await.expect(204);
    sign_in(&http, "ada@example.org", PASSWORD).send().await.expect(200);
}

async fn a_registration_says_how_far_its_event_is(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let person = Person::register(&http, "ada@example.org").await;
    eventually("the event to be delivered", async || {
        let answer = http.get("/v1/me/events").bearer(&person.tokens.access).send().await;
        let events = answer.expect(200).json()["items"].as_array().cloned().unwrap();
        let registered = events.iter().find(|event| event["type"] == "account.registered");
        let state = registered.expect("the event of the registration")["state"].clone();
        assert!(state == "in_progress" || state == "delivered", "{state}");
        (state == "delivered").then_some(())
    })
    .await;
}
