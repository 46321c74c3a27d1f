//! What lists remember of subjects and instructors, as somebody outside sees it.

use serde_json::{Value, json};

use crate::support::{Account, Http, Program, TestStore, eventually};

on_each_store!(
    a_change_shows_in_the_next_list_and_answers_are_counted,
    a_change_by_another_instance_shows_in_time,
    without_a_cache_nothing_is_remembered,
);

const LIST: &str = "/v1/courses?subject=geo&facets=subject&facets=instructor";

/// A course with a subject and an instructor; answers the path of the subject.
async fn taught(http: &Http) -> String {
    let admin = Account::admin();
    let make = async |path: &str, body: Value| {
        http.post(path).by(&admin).json(&body).send().await.expect(201).json()
    };
    let subject = make("/v1/subjects", json!({ "code": "geo", "title": "Geography" })).await;
    let instructor = make("/v1/instructors", json!({ "name": "Katherine Johnson" })).await;
    let course = json!({
        "title": "Rivers", "subject_id": subject["id"], "instructor_ids": [instructor["id"]]
    });
    let course = make("/v1/courses", course).await;
    let id = course["id"].as_str().unwrap();
    http.post(&format!("/v1/courses/{id}/publish")).by(&admin).send().await.expect(200);
    format!("/v1/subjects/{}", subject["id"].as_str().unwrap())
}

/// Gives the subject another title; answers once that is acknowledged.
async fn rename(http: &Http, subject: &str, title: &str) {
    let admin = Account::admin();
    let tag = http.get(subject).send().await.expect(200).header("etag").to_owned();
    let call = http.patch(subject).by(&admin).header("if-match", tag);
    let call = call.header("content-type", "application/merge-patch+json");
    call.raw(json!({ "title": title }).to_string()).send().await.expect(200);
}

/// The label of the only subject in the list.
async fn label(http: &Http) -> String {
    let list = http.get(LIST).send().await.expect(200).json();
    assert_eq!(list["items"][0]["title"], "Rivers");
    list["facets"][0]["values"][0]["label"].as_str().unwrap().to_owned()
}

/// How many answers of a cache there were.
async fn answers(program: &Program, cache: &str, outcome: &str) -> u64 {
    let (_, metrics) = program.page(format!("{}/metrics", program.ops)).await;
    let line = format!("courses_cache_answers_total{{cache=\"{cache}\",outcome=\"{outcome}\"}} ");
    let count = metrics.lines().find_map(|it| it.strip_prefix(line.as_str()));
    count.map_or(0, |count| count.parse().unwrap())
}

async fn a_change_shows_in_the_next_list_and_answers_are_counted(store: TestStore) {
    let program = Program::start_with(&store, &[("cache.ttl", "1h")]).await;
    let http = program.http();
    let subject = taught(&http).await;
    for _ in 0..10 {
        assert_eq!(label(&http).await, "Geography");
    }
    for cache in ["subjects", "subjects_by_code", "instructors"] {
        assert_eq!(answers(&program, cache, "miss").await, 1, "{cache}");
        assert_eq!(answers(&program, cache, "hit").await, 9, "{cache}");
        assert_eq!(answers(&program, cache, "error").await, 0, "{cache}");
    }
    for number in 0..10 {
        let title = format!("Geography {number}");
        rename(&http, &subject, &title).await;
        assert_eq!(label(&http).await, title);
        assert_eq!(label(&http).await, title);
    }
    assert_eq!(answers(&program, "subjects", "miss").await, 11);
    assert_eq!(answers(&program, "instructors", "miss").await, 1, "nobody changed one");
}

async fn a_change_by_another_instance_shows_in_time(store: TestStore) {
    let here = Program::start_with(&store, &[("cache.ttl", "1s")]).await;
    let there = Program::start(&store).await;
    let subject = taught(&here.http()).await;
    assert_eq!(label(&here.http()).await, "Geography");
    rename(&there.http(), &subject, "Earth science").await;
    assert_eq!(label(&there.http()).await, "Earth science");
    let http = here.http();
    let seen = http.get(&subject).send().await.expect(200).json();
    assert_eq!(seen["title"], "Earth science", "what has a tag is never an old one");
    eventually("the other instance shows it", async || {
        (label(&http).await == "Earth science").then_some(())
    })
    .await;
}

async fn without_a_cache_nothing_is_remembered(store: TestStore) {
    for setting in [("cache.ttl", "0s"), ("cache.size", "0")] {
        let program = Program::start_with(&store, &[setting]).await;
        let list = program.http().get("/v1/courses?subject=none&facets=subject");
        list.send().await.expect(200);
        assert_eq!(answers(&program, "subjects_by_code", "miss").await, 0);
    }
}
