//! Being signed in.

use std::time::Duration;

use courses_sdk::{
    AccountPatch, Client, ClientBuilder, Credentials, Error, FileTokenStore, MemoryTokenStore,
    RetryPolicy, TokenStore, Tokens, types,
};
use futures::future::join_all;
use serde_json::Value;
use wiremock::matchers::{body_partial_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{
    SharedStore, answer, asked, builder_of, calls, granted, problem, stored, tokens_in_use,
};

const COURSES: &str = "/v1/courses";
const ME: &str = "/v1/me";
const REFRESH: &str = "/v1/auth/refresh";
const SIGN_IN: &str = "/v1/auth/sign-in";
const SIGN_OUT: &str = "/v1/auth/sign-out";

/// A service that hands out `old`, then `new`, and takes `new` alone.
async fn service() -> MockServer {
    let server = MockServer::start().await;
    on(&server, SIGN_IN, granted("new", "r-new")).await;
    on(&server, REFRESH, granted("new", "r-new")).await;
    Mock::given(path(ME))
        .and(header("authorization", "Bearer new"))
        .respond_with(answer(200, "Account"))
        .mount(&server)
        .await;
    on(&server, ME, problem(401, "token-expired")).await;
    server
}

async fn on(server: &MockServer, at: &str, answer: ResponseTemplate) {
    Mock::given(path(at)).respond_with(answer).mount(server).await;
}

async fn once(server: &MockServer, at: &str, answer: ResponseTemplate) {
    Mock::given(path(at))
        .respond_with(answer)
        .up_to_n_times(1)
        .with_priority(1)
        .mount(server)
        .await;
}

/// A client that goes on with `stored` tokens.
fn going_on(server: &MockServer, tokens: Tokens) -> ClientBuilder {
    builder_of(server).token_store(MemoryTokenStore::holding(tokens))
}

async fn me(client: &Client) -> Result<types::Account, Error> {
    Ok(client.get_me().send().await?.into_inner())
}

#[tokio::test]
async fn credentials_are_used_when_a_token_is_needed() {
    let server = service().await;
    let client = builder_of(&server).credentials("ann@example.org", "pass").build().unwrap();
    assert_eq!(asked(&server).await.len(), 0, "nothing is sent before the first call");

    me(&client).await.unwrap();
    me(&client).await.unwrap();
    assert_eq!(calls(&server, SIGN_IN).await, 1);
    let sent: Value = asked(&server).await[0].body_json().unwrap();
    assert_eq!(sent, serde_json::json!({ "email": "ann@example.org", "password": "pass" }));
}

#[tokio::test]
async fn a_hundred_callers_at_once_renew_once() {
    let server = service().await;
    let client = going_on(&server, stored("old", "r-old", -1)).build().unwrap();

    let answers = join_all((0..100).map(|_| me(&client))).await;

    assert!(answers.iter().all(Result::is_ok));
    assert_eq!((calls(&server, REFRESH).await, calls(&server, ME).await), (1, 100));
}

#[tokio::test]
async fn a_hundred_callers_at_once_sign_in_once() {
    let server = service().await;
    let client = builder_of(&server).credentials("ann@example.org", "pass").build().unwrap();

    let answers = join_all((0..100).map(|_| me(&client))).await;

    assert!(answers.iter().all(Result::is_ok));
    assert_eq!((calls(&server, SIGN_IN).await, calls(&server, ME).await), (1, 100));
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_request_sent_once_more() {
    for code in ["token-expired", "unauthenticated"] {
        let server = service().await;
        once(&server, ME, problem(401, code)).await;
        let client = going_on(&server, stored("old", "r-old", 600)).build().unwrap();

        me(&client).await.unwrap();

        assert_eq!((calls(&server, REFRESH).await, calls(&server, ME).await), (1, 2), "{code}");
        assert_eq!(tokens_in_use(&server, ME).await, ["Bearer old", "Bearer new"]);
    }
}

#[tokio::test]
async fn many_refused_callers_renew_once() {
    let server = service().await;
    let client = going_on(&server, stored("old", "r-old", 600)).build().unwrap();

    let answers = join_all((0..50).map(|_| me(&client))).await;

    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(calls(&server, REFRESH).await, 1);
}

#[tokio::test]
async fn a_token_that_is_refused_again_is_the_answer() {
    let server = MockServer::start().await;
    on(&server, ME, problem(401, "unauthenticated")).await;
    on(&server, REFRESH, granted("new", "r-new")).await;
    let client = going_on(&server, stored("old", "r-old", 600)).build().unwrap();

    let refused = me(&client).await.unwrap_err();

    assert_eq!(refused.code(), Some("unauthenticated"));
    assert_eq!((calls(&server, REFRESH).await, calls(&server, ME).await), (1, 2));
}

#[tokio::test]
async fn a_401_that_is_not_of_the_service_renews_nothing() {
    let server = MockServer::start().await;
    on(&server, ME, ResponseTemplate::new(401).set_body_string("<html>proxy</html>")).await;
    let client = going_on(&server, stored("old", "r-old", 600)).build().unwrap();

    let refused = me(&client).await.unwrap_err();

    assert_eq!(refused.code(), Some("about:blank"));
    assert_eq!((calls(&server, REFRESH).await, calls(&server, ME).await), (0, 1));
}

#[tokio::test]
async fn a_change_is_sent_again_with_the_same_key_and_body() {
    let server = MockServer::start().await;
    once(&server, COURSES, problem(401, "token-expired")).await;
    Mock::given(path(COURSES))
        .and(header("authorization", "Bearer new"))
        .and(body_partial_json(serde_json::json!({ "title": "Rust" })))
        .respond_with(answer(201, "CourseDraft"))
        .mount(&server)
        .await;
    on(&server, REFRESH, granted("new", "r-new")).await;
    let client = going_on(&server, stored("old", "r-old", 600)).build().unwrap();

    let course = types::CourseCreate::builder().title("Rust");
    client.create_course().body(course).send().await.unwrap();

    let asked = asked(&server).await;
    let keys: Vec<_> = asked.iter().filter_map(|it| it.headers.get("idempotency-key")).collect();
    assert_eq!(keys.len(), 2, "none for the refresh");
    assert_eq!(keys[0], keys[1]);
}

#[tokio::test]
async fn a_refused_refresh_token_means_signed_out() {
    let server = service().await;
    once(&server, REFRESH, problem(401, "invalid-refresh-token")).await;
    let store = SharedStore::holding(stored("old", "r-old", -1));
    let client = builder_of(&server).token_store(store.clone()).build().unwrap();

    let refused = join_all((0..10).map(|_| me(&client))).await;
    for outcome in refused {
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::SignedOut { .. }), "{error:?}");
        assert_eq!(error.code(), Some("invalid-refresh-token"));
    }
    assert_eq!(store.load().await.unwrap(), None);

    let again = me(&client).await.unwrap_err();
    assert!(matches!(again, Error::SignedOut { problem: None }), "{again:?}");
    assert_eq!((calls(&server, REFRESH).await, calls(&server, ME).await), (1, 0));
}

#[tokio::test]
async fn an_ended_session_begins_again_with_the_credentials() {
    let server = service().await;
    once(&server, REFRESH, problem(401, "invalid-refresh-token")).await;
    let client = going_on(&server, stored("old", "r-old", -1));
    let client = client.credentials("ann@example.org", "pass").build().unwrap();

    me(&client).await.unwrap();
    assert_eq!((calls(&server, REFRESH).await, calls(&server, SIGN_IN).await), (1, 1));
}

#[tokio::test]
async fn wrong_credentials_are_not_tried_again() {
    let server = MockServer::start().await;
    on(&server, SIGN_IN, problem(401, "invalid-credentials")).await;
    let client = builder_of(&server).credentials("ann@example.org", "wrong").build().unwrap();

    let refused = me(&client).await.unwrap_err();
    assert_eq!(refused.code(), Some("invalid-credentials"));
    assert!(matches!(me(&client).await.unwrap_err(), Error::SignedOut { .. }));
    assert_eq!(calls(&server, SIGN_IN).await, 1);
}

#[tokio::test]
async fn a_client_without_anything_to_sign_in_with_is_signed_out() {
    let server = service().await;
    let client = builder_of(&server).token_store(MemoryTokenStore::default()).build().unwrap();
    assert!(matches!(me(&client).await.unwrap_err(), Error::SignedOut { problem: None }));
    assert_eq!(asked(&server).await.len(), 0);
}

#[tokio::test]
async fn a_refresh_token_begins_a_session() {
    let server = service().await;
    let client = builder_of(&server).refresh_token("r-given").build().unwrap();
    me(&client).await.unwrap();
    let sent: Value = asked(&server).await[0].body_json().unwrap();
    assert_eq!(sent["refresh_token"], "r-given");
}

#[tokio::test]
async fn new_tokens_are_saved_before_they_are_used() {
    let server = service().await;
    let store = SharedStore::holding(stored("old", "r-old", -1));
    let gate = store.hold();
    let client = builder_of(&server).token_store(store.clone()).build().unwrap();

    let caller = tokio::spawn(async move { me(&client).await });
    store.is_saving().await;
    assert_eq!((calls(&server, REFRESH).await, calls(&server, ME).await), (1, 0));
    drop(gate);
    caller.await.unwrap().unwrap();

    let saved = store.load().await.unwrap().unwrap();
    assert_eq!((saved.access.expose(), saved.refresh.expose()), ("new", "r-new"));
}

#[tokio::test]
async fn tokens_that_can_not_be_saved_are_not_used_and_not_lost() {
    let server = service().await;
    let store = SharedStore::holding(stored("old", "r-old", -1));
    store.fail(true);
    let client = builder_of(&server).token_store(store.clone()).build().unwrap();

    let failed = me(&client).await.unwrap_err();
    assert!(matches!(failed, Error::TokenStore(_)), "{failed:?}");
    assert_eq!((calls(&server, REFRESH).await, calls(&server, ME).await), (1, 0));

    store.fail(false);
    me(&client).await.unwrap();
    assert_eq!(calls(&server, REFRESH).await, 1, "the refresh token had been used up");
    assert_eq!(store.load().await.unwrap().unwrap().refresh.expose(), "r-new");
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_with_the_same_refresh_token() {
    let server = service().await;
    once(&server, REFRESH, granted("lost", "r-lost").set_delay(Duration::from_secs(30))).await;
    once(&server, REFRESH, problem(503, "overloaded")).await;
    let client = going_on(&server, stored("old", "r-old", -1));
    let client = client.timeout(Duration::from_millis(300)).build().unwrap();

    me(&client).await.unwrap();

    let bodies = asked(&server).await.into_iter().filter(|it| it.url.path() == REFRESH);
    let sent: Vec<Value> = bodies.map(|it| it.body_json().unwrap()).collect();
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|body| body["refresh_token"] == "r-old"), "{sent:?}");
}

#[tokio::test]
async fn a_caller_that_gives_up_does_not_take_the_new_tokens_along() {
    let server = service().await;
    once(&server, REFRESH, granted("new", "r-new").set_delay(Duration::from_millis(300))).await;
    let client = going_on(&server, stored("old", "r-old", -1)).build().unwrap();

    let impatient = tokio::time::timeout(Duration::from_millis(50), me(&client)).await;
    assert!(impatient.is_err());
    me(&client).await.unwrap();
    assert_eq!((calls(&server, REFRESH).await, calls(&server, ME).await), (1, 1));
}

#[tokio::test]
async fn a_token_that_is_still_good_is_used_when_it_can_not_be_renewed() {
    let server = MockServer::start().await;
    on(&server, ME, answer(200, "Account")).await;
    on(&server, REFRESH, problem(503, "overloaded")).await;
    let client = going_on(&server, stored("old", "r-old", 20));
    let client = client.retry(RetryPolicy::never()).build().unwrap();

    for _ in 0..3 {
        me(&client).await.unwrap();
    }
    assert_eq!(calls(&server, REFRESH).await, 1);
}

#[tokio::test]
async fn a_service_that_can_not_be_reached_signs_nobody_out() {
    let server = MockServer::start().await;
    on(&server, REFRESH, problem(500, "internal")).await;
    let store = SharedStore::holding(stored("old", "r-old", -1));
    let client = builder_of(&server).token_store(store.clone()).build().unwrap();

    let failed = me(&client).await.unwrap_err();

    assert!(matches!(failed, Error::Renewal(_)), "{failed:?}");
    assert_eq!((failed.code(), failed.request_id()), (Some("internal"), Some("r-1")));
    assert!(store.load().await.unwrap().is_some());
}

#[tokio::test]
async fn tokens_that_another_program_has_renewed_are_used() {
    let server = service().await;
    let store = SharedStore::holding(stored("old", "r-old", 600));
    let client = builder_of(&server).token_store(store.clone()).build().unwrap();
    once(&server, ME, answer(200, "Account")).await;
    me(&client).await.unwrap();
    store.save(&stored("new", "r-new", 600)).await.unwrap();

    me(&client).await.unwrap();
    assert_eq!(tokens_in_use(&server, ME).await, ["Bearer old", "Bearer old", "Bearer new"]);
    assert_eq!(calls(&server, REFRESH).await, 0);
}

#[tokio::test]
async fn signing_out_ends_the_session_here_and_there() {
    let server = service().await;
    on(&server, SIGN_OUT, ResponseTemplate::new(204)).await;
    let store = SharedStore::holding(stored("new", "r-new", 600));
    let client = builder_of(&server).token_store(store.clone());
    let client = client.credentials("ann@example.org", "pass").build().unwrap();
    let session = client.session().unwrap();

    session.sign_out().await.unwrap();

    assert_eq!(tokens_in_use(&server, SIGN_OUT).await, ["Bearer new"]);
    assert_eq!(store.load().await.unwrap(), None);
    assert!(matches!(me(&client).await.unwrap_err(), Error::SignedOut { problem: None }));
    session.sign_out().await.unwrap();
    assert_eq!((calls(&server, SIGN_OUT).await, calls(&server, SIGN_IN).await), (1, 0));

    session.sign_in(&Credentials::new("ann@example.org", "pass")).await.unwrap();
    me(&client).await.unwrap();
    session.sign_out_everywhere().await.unwrap();
    let last: Value = asked(&server).await.last().unwrap().body_json().unwrap();
    assert_eq!(last, serde_json::json!({ "everywhere": true }));
}

#[tokio::test]
async fn a_session_that_is_over_already_is_signed_out() {
    let server = service().await;
    on(&server, SIGN_OUT, problem(401, "unauthenticated")).await;
    once(&server, REFRESH, problem(401, "invalid-refresh-token")).await;
    let store = SharedStore::holding(stored("old", "r-old", 600));
    let client = builder_of(&server).token_store(store.clone()).build().unwrap();

    client.session().unwrap().sign_out().await.unwrap();
    assert_eq!(store.load().await.unwrap(), None);
}

#[tokio::test]
async fn a_failed_sign_out_leaves_the_session_as_it_is() {
    let server = service().await;
    on(&server, SIGN_OUT, problem(500, "internal")).await;
    let client = going_on(&server, stored("new", "r-new", 600)).build().unwrap();

    let failed = client.session().unwrap().sign_out().await.unwrap_err();
    assert_eq!(failed.code(), Some("internal"));
    me(&client).await.unwrap();
}

#[tokio::test]
async fn the_tokens_of_a_registration_can_be_taken_over() {
    let server = service().await;
    on(&server, "/v1/auth/register", answer(201, "Registration")).await;
    let store = SharedStore::default();
    let client = builder_of(&server).token_store(store.clone()).build().unwrap();

    let person = types::RegistrationRequest::builder()
        .email("ann@example.org")
        .password("correct horse battery")
        .name("Ann");
    let registration = client.register().body(person).send().await.unwrap().into_inner();
    let tokens = registration.tokens.expect("this school does not prove addresses first");
    client.session().unwrap().adopt(tokens.clone()).await.unwrap();

    let saved = store.load().await.unwrap().unwrap();
    assert_eq!(saved.refresh, tokens.refresh_token);
    let asked = asked(&server).await;
    assert!(asked[0].headers.get("authorization").is_none());
    assert!(asked[0].headers.get("idempotency-key").is_none());
}

#[tokio::test]
async fn a_post_that_remembers_no_answer_is_sent_once() {
    let server = service().await;
    on(&server, "/v1/api-keys", problem(503, "overloaded")).await;
    let client = going_on(&server, stored("new", "r-new", 600)).build().unwrap();
    let key = types::ApiKeyCreate::builder().name("nightly").scopes(Vec::new());
    client.create_api_key().body(key).send().await.unwrap_err();
    assert_eq!(calls(&server, "/v1/api-keys").await, 1);
}

#[tokio::test]
async fn a_session_outlives_the_program_in_a_file() {
    let server = service().await;
    let folder = tempfile::tempdir().unwrap();
    let store = || FileTokenStore::new(folder.path().join("tokens.json"));
    let first = builder_of(&server).credentials("ann@example.org", "pass");
    me(&first.token_store(store()).build().unwrap()).await.unwrap();

    let second = builder_of(&server).token_store(store()).build().unwrap();
    me(&second).await.unwrap();
    assert_eq!(calls(&server, SIGN_IN).await, 1);
}

#[tokio::test]
async fn no_secret_shows_in_debug_output() {
    let server = service().await;
    let client = going_on(&server, stored("old", "r-old", -1));
    let client = client.credentials("ann@example.org", "s3cret-pass").build().unwrap();
    me(&client).await.unwrap();

    let patch = AccountPatch::new().name("Ann".parse::<types::PersonName>().unwrap());
    let call = client.patch_me().if_match(types::Version::from(1)).body(patch);
    let tokens = stored("s3cret-access", "s3cret-refresh", 1);
    let shown = format!("{client:?} {call:?} {:?} {tokens:?}", client.session());
    for secret in ["s3cret", "Bearer", "r-new", "r-old"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn public_operations_need_no_session() {
    let server = service().await;
    Mock::given(method("GET"))
        .and(path("/livez"))
        .respond_with(answer(200, "HealthLive"))
        .mount(&server)
        .await;
    let client = builder_of(&server).token_store(SharedStore::default()).build().unwrap();
    client.get_liveness().send().await.unwrap();
    let asked = asked(&server).await;
    assert_eq!(asked.len(), 1);
    assert!(asked[0].headers.get("authorization").is_none());
}
