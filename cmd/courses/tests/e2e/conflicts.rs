//! Many at once: one wins, the others learn it, and nothing happens twice.

use std::collections::BTreeSet;

use courses_sdk::{Client, CourseDraftPatch, Error, types};
use futures::future::join_all;
use serde_json::json;

use crate::support::{
    Account, Answer, Http, Program, TestStore, assert_gapless, drafted, logged_events,
};

on_each_store!(
    of_fifty_changes_to_one_version_one_succeeds,
    fifty_who_try_until_they_succeed_make_fifty_versions,
    a_hundred_identical_requests_with_one_key_have_one_effect,
    a_key_belongs_to_one_request_of_one_caller,
    of_many_who_want_one_slug_one_gets_it,
    of_many_who_bring_one_course_one_makes_it,
    a_tag_of_the_draft_is_not_one_of_the_course,
);

async fn patch(
    client: &Client,
    draft: &types::CourseDraft,
    n: usize,
    tag: &str,
) -> Result<i64, String> {
    let title: types::Title = format!("Title {n}").parse().unwrap();
    let call = client.patch_draft().course_id(draft.id.clone()).if_match(tag);
    let answer = call.body(CourseDraftPatch::new().title(title)).send().await;
    match answer.map_err(Error::from) {
        Ok(draft) => Ok(*draft.version),
        Err(Error::Problem(problem)) if problem.code() == "version-mismatch" => {
            Err(problem.current.expect("the present tag").to_string())
        }
        Err(other) => panic!("{other:?}"),
    }
}

async fn of_fifty_changes_to_one_version_one_succeeds(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let draft = drafted(&client, json!({ "title": "Contested" })).await;

    let outcomes = join_all((0..50).map(|n| patch(&client, &draft, n, "\"1\""))).await;

    let winners: Vec<_> = outcomes.iter().filter_map(|it| it.as_ref().ok()).collect();
    assert_eq!(winners, [&2]);
    assert!(outcomes.iter().filter_map(|it| it.as_ref().err()).all(|tag| tag == "\"2\""));
    let after = client.get_draft().course_id(draft.id.clone()).send().await.unwrap();
    assert_eq!(*after.version, 2);
    let winner = outcomes.iter().position(Result::is_ok).unwrap();
    assert_eq!(after.title, format!("Title {winner}"));
}

async fn fifty_who_try_until_they_succeed_make_fifty_versions(store: TestStore) {
    let mut program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let draft = drafted(&client, json!({ "title": "Contested" })).await;

    let versions = join_all((0..50).map(async |n| {
        let mut tag = "\"1\"".to_owned();
        loop {
            match patch(&client, &draft, n, &tag).await {
                Ok(version) => return version,
                Err(present) => tag = present,
            }
        }
    }))
    .await;

    let distinct: BTreeSet<i64> = versions.into_iter().collect();
    assert_eq!(distinct, (2..=51).collect());
    let after = client.get_draft().course_id(draft.id.clone()).send().await.unwrap();
    assert_eq!(*after.version, 51);
    program.stop().await;
    let events = logged_events(&store).await;
    assert_gapless(&events);
    assert_eq!(events.len(), 51, "one event for each change");
}

fn create(
    http: &Http,
    account: &Account,
    key: &str,
    title: &str,
) -> impl Future<Output = Answer> + use<> {
    let call = http.post("/v1/courses").by(account).header("idempotency-key", key);
    call.json(&json!({ "title": title })).send()
}

async fn a_hundred_identical_requests_with_one_key_have_one_effect(store: TestStore) {
    let mut program = Program::start(&store).await;
    let teacher = Account::teacher();
    let http = program.http();

    let calls = (0..100).map(|_| create(&http, &teacher, "the-same-key", "Once"));
    let answers = join_all(calls).await;

    let made: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 201).collect();
    for other in answers.iter().filter(|answer| answer.status != 201) {
        other.clone().problem(409, "conflict");
    }
    let fresh = made.iter().filter(|answer| answer.header("idempotent-replayed") != "true");
    assert_eq!(fresh.count(), 1);
    let first = &made[0];
    for answer in &made {
        assert_eq!(answer.text, first.text, "the first answer, byte for byte");
        for header in ["etag", "location", "content-type"] {
            assert_eq!(answer.header(header), first.header(header));
        }
    }
    let late = create(&http, &teacher, "the-same-key", "Once").await.expect(201);
    assert_eq!((late.header("idempotent-replayed"), &late.text), ("true", &first.text));
    program.stop().await;
    assert_eq!(logged_events(&store).await.len(), 1);
}

async fn a_key_belongs_to_one_request_of_one_caller(store: TestStore) {
    let program = Program::start(&store).await;
    let (teacher, other) = (Account::teacher(), Account::teacher());
    let http = program.http();
    let first = create(&http, &teacher, "shared-key", "First").await.expect(201);

    let reused = create(&http, &teacher, "shared-key", "Second").await;
    let reused = reused.problem(422, "idempotency-key-reused");
    assert_eq!(reused.pointers(), ["/header/Idempotency-Key"]);

    let theirs = create(&http, &other, "shared-key", "First").await.expect(201);
    assert_eq!(theirs.header("idempotent-replayed"), "");
    assert_ne!(theirs.json()["id"], first.json()["id"]);

    let path =
        |answer: &Answer| format!("/v1/courses/{}/publish", answer.json()["id"].as_str().unwrap());
    let publish = |answer: &Answer, account: &Account| {
        let call = http.post(&path(answer)).by(account);
        call.header("idempotency-key", "shared-key").send()
    };
    let published = publish(&first, &teacher).await.expect(200);
    assert_eq!(published.header("idempotent-replayed"), "", "another operation");
    let again = publish(&first, &teacher).await.expect(200);
    assert_eq!((again.header("idempotent-replayed"), &again.text), ("true", &published.text));
    let third = create(&http, &teacher, "another-key", "Third").await.expect(201);
    publish(&third, &teacher).await.problem(422, "idempotency-key-reused");

    let short = create(&http, &teacher, "short", "x").await;
    assert_eq!(short.problem(400, "invalid-request").pointers(), ["/header/Idempotency-Key"]);
    // A refusal is not remembered: the same key may be used for the repaired request.
    create(&http, &teacher, "repair-key", "").await.problem(422, "validation-failed");
    create(&http, &teacher, "repair-key", "Repaired").await.expect(201);
}

async fn of_many_who_want_one_slug_one_gets_it(store: TestStore) {
    let program = Program::start(&store).await;
    let teacher = Account::teacher();
    let http = program.http();
    let calls = (0..20).map(|n| {
        let body = json!({ "title": format!("Number {n}"), "slug": "the-one" });
        http.post("/v1/courses").by(&teacher).json(&body).send()
    });
    let answers = join_all(calls).await;
    let made = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(made, 1);
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        assert_eq!(answer.problem(409, "slug-taken").pointers(), ["/slug"]);
    }

    // A slug that is made from the title gives way.
    let calls = (0..20).map(|n| create(&http, &teacher, &format!("many-keys-{n}"), "The many"));
    let answers = join_all(calls).await;
    let slugs: BTreeSet<String> = answers
        .into_iter()
        .map(|answer| answer.expect(201).json()["slug"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(slugs.len(), 20, "{slugs:?}");
}

async fn a_tag_of_the_draft_is_not_one_of_the_course(store: TestStore) {
    let program = Program::start(&store).await;
    let teacher = Account::teacher();
    let client = program.client(&teacher);
    let draft = drafted(&client, json!({ "title": "Two tags" })).await;
    let edited = patch(&client, &draft, 1, "\"1\"").await.unwrap();
    assert_eq!(edited, 2);

    let path = format!("/v1/courses/{}", *draft.id);
    let http = program.http();
    let settings = json!({ "tags": ["new"] });
    let call = || http.patch(&path).by(&teacher).json(&settings);
    let stale = call().header("if-match", "\"2\"").send().await.problem(412, "version-mismatch");
    assert_eq!(stale.header("etag"), "\"1\"");
    for weak in ["W/\"1\"", "\"01\"", "\"one\""] {
        call().header("if-match", weak).send().await.problem(412, "version-mismatch");
    }
    call().header("if-match", "1").send().await.problem(400, "invalid-request");
    call().send().await.problem(428, "precondition-required");
    let list = "\"7\", \"1\"";
    let after = call().header("if-match", list).send().await.expect(200);
    assert_eq!(after.header("etag"), "\"2\"");
    let any = call().header("if-match", "*").send().await.expect(200);
    assert_eq!(any.header("etag"), "\"2\"", "nothing changed");
}

async fn of_many_who_bring_one_course_one_makes_it(store: TestStore) {
    let mut program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let put = async |title: &str, tag: Option<&str>| {
        let body =
            types::CourseUpsert::builder().title(title).level(types::Level::All).language("en");
        let call = client.upsert_course().source("uiuc").key("CS 128").body(body);
        match tag {
            Some(tag) => call.if_match(tag).send().await,
            None => call.send().await,
        }
    };

    let outcomes = join_all((0..20).map(async |_| put("Brought", None).await.unwrap())).await;

    let created = outcomes.iter().filter(|it| it.status().as_u16() == 201).count();
    assert_eq!(created, 1);
    assert!(outcomes.iter().all(|it| it.id == outcomes[0].id && *it.version == 1));
    let changed = put("Brought again", Some("\"1\"")).await.unwrap();
    assert_eq!((changed.status().as_u16(), *changed.version), (200, 2));
    assert!(put("Too late", Some("\"1\"")).await.is_err());
    program.stop().await;
    assert_eq!(logged_events(&store).await.len(), 2, "nothing is written when nothing differs");
}
