//! Cursors that nobody gave out, and parameters that nobody knows.

use courses_sdk::types;
use serde_json::json;

use crate::support::{Account, Answer, KEY, Program, TestStore, published};

on_each_store!(
    a_cursor_is_only_good_for_the_list_it_was_made_for,
    what_a_list_does_not_know_is_refused_by_name,
);

async fn a_cursor_is_only_good_for_the_list_it_was_made_for(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::admin());
    for title in ["One cursor", "Two cursor", "Three cursor"] {
        published(&client, json!({ "title": title })).await;
    }
    for n in 0..3 {
        let subject = types::SubjectCreate::builder().code(format!("s{n}")).title("S");
        client.create_subject().body(subject).send().await.unwrap();
    }
    let http = program.http();
    let cursor_of = async |path: &str| {
        let page = http.get(path).send().await.expect(200).json();
        page["page"]["next_cursor"].as_str().unwrap().to_owned()
    };
    let courses = cursor_of("/v1/courses?limit=1").await;
    let titled = cursor_of("/v1/courses?limit=1&sort=title").await;
    let subjects = cursor_of("/v1/subjects?limit=1").await;

    let good = http.get(&format!("/v1/courses?limit=2&cursor={courses}")).send().await;
    good.expect(200);
    let mut bad: Vec<(String, String)> = vec![
        ("/v1/courses?limit=1".to_owned(), subjects.clone()),
        ("/v1/courses?limit=1".to_owned(), titled.clone()),
        ("/v1/courses?limit=1&sort=title".to_owned(), courses.clone()),
        ("/v1/courses?limit=1&level=all".to_owned(), courses.clone()),
        ("/v1/courses?limit=1&q=cursor".to_owned(), courses.clone()),
        ("/v1/subjects?limit=1".to_owned(), courses.clone()),
        ("/v1/instructors?limit=1".to_owned(), subjects),
        ("/v1/courses?limit=1".to_owned(), "A".repeat(512)),
        ("/v1/courses?limit=1".to_owned(), "eyJ2IjoxfQ".to_owned()),
    ];
    for end in 1..courses.len() {
        bad.push(("/v1/courses?limit=1".to_owned(), courses[..end].to_owned()));
    }
    for at in 0..courses.len() {
        let other = if &courses[at..=at] == "A" { "B" } else { "A" };
        let forged = format!("{}{other}{}", &courses[..at], &courses[at + 1..]);
        bad.push(("/v1/courses?limit=1".to_owned(), forged));
    }
    bad.push(("/v1/courses?limit=1".to_owned(), format!("{courses}AAAA")));
    for (path, cursor) in bad {
        let refused = http.get(&format!("{path}&cursor={cursor}")).send().await;
        let refused = refused.problem(400, "invalid-cursor");
        assert_eq!(refused.pointers(), ["/query/cursor"], "{path} {cursor}");
    }

    // Another key seals other cursors.
    let foreign = TestStore::sqlite();
    let (_, pem) = xtoken::SigningKey::generate().unwrap();
    assert_ne!(pem, KEY.1);
    let key = foreign.folder().join("key.pem");
    std::fs::write(&key, pem).unwrap();
    let elsewhere = Program::start(&foreign).await;
    let refused = elsewhere.http().get(&format!("/v1/courses?cursor={courses}")).send().await;
    refused.problem(400, "invalid-cursor");
}

async fn what_a_list_does_not_know_is_refused_by_name(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let ask = async |query: &str| http.get(&format!("/v1/courses?{query}")).send().await;
    let unknown = ask("colour=red&limit=1&page=2").await.problem(400, "unknown-parameter");
    assert_eq!(unknown.pointers(), ["/query/colour", "/query/page"]);
    let pointer = |answer: Answer| answer.problem(400, "invalid-request").pointers().join(" ");
    assert_eq!(pointer(ask("sort=price").await), "/query/sort");
    assert_eq!(pointer(ask("limit=0&level=hard").await), "/query/level/0 /query/limit");
    assert_eq!(pointer(ask("limit=201").await), "/query/limit");
    assert_eq!(pointer(ask("limit=ten").await), "/query/limit");
    assert_eq!(pointer(ask("limit=1&limit=2").await), "/query/limit");
    assert_eq!(pointer(ask("facets=price").await), "/query/facets/0");
    assert_eq!(pointer(ask("cursor=%00").await), "/query/cursor");
    assert_eq!(pointer(ask("price_min=-1").await), "/query/price_min");

    for path in ["/v1/subjects", "/v1/instructors", "/livez", "/readyz"] {
        let answer = http.get(&format!("{path}?verbose=1")).send().await;
        assert_eq!(answer.problem(400, "unknown-parameter").pointers(), ["/query/verbose"]);
    }
    let teacher = Account::teacher();
    let call = http.post("/v1/courses?dry_run=1").by(&teacher);
    let answer = call.json(&json!({ "title": "x" })).send().await;
    assert_eq!(answer.problem(400, "unknown-parameter").pointers(), ["/query/dry_run"]);
}
