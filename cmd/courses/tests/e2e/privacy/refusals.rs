//! What is refused is refused as a whole, with every reason.

use serde_json::{Value, json};

use crate::support::{Account, Program, TestStore, assert_gapless, logged_events};

on_each_store!(
    the_owner_is_the_caller_and_a_body_that_names_one_is_refused,
    every_refused_field_is_named_at_once_and_nothing_is_stored,
    whoever_may_not_do_it_at_all_is_told_before_the_body_is_judged,
    a_caller_is_only_known_by_a_token,
);

async fn the_owner_is_the_caller_and_a_body_that_names_one_is_refused(store: TestStore) {
    let mut program = Program::start(&store).await;
    let (teacher, victim) = (Account::teacher(), Account::teacher());
    let course = json!({
        "title": "Mine", "slug": "only-once", "external_ids": [{ "source": "uni", "key": "1" }]
    });
    let mut forged = course.clone();
    forged["owner_id"] = json!(victim.id);
    let http = program.http();
    let post = |body: &Value| http.post("/v1/courses").by(&teacher).json(body);
    let refused = post(&forged).send().await.problem(422, "validation-failed");
    assert_eq!(refused.pointers(), ["/owner_id"]);

    // Slug and key are unique: that they are free proves that nothing was stored.
    let made = post(&course).send().await.expect(201).json();
    assert_eq!(made["owner_id"], teacher.id.to_string());

    let path = format!("/v1/courses/{}", made["id"].as_str().unwrap());
    for (path, body) in [
        (path.clone(), json!({ "owner_id": victim.id, "tags": ["stolen"] })),
        (format!("{path}/draft"), json!({ "owner_id": victim.id, "title": "Stolen" })),
    ] {
        let call = http.patch(&path).by(&teacher).header("if-match", "\"1\"");
        let refused = call.json(&body).send().await.problem(422, "validation-failed");
        assert_eq!(refused.pointers(), ["/owner_id"]);
    }
    let draft = http.get(&format!("{path}/draft")).by(&teacher).send().await;
    assert_eq!(draft.expect(200).json(), made);

    program.stop().await;
    let events = logged_events(&store).await;
    assert_gapless(&events);
    assert_eq!(events.len(), 1, "{events:#?}");
}

async fn every_refused_field_is_named_at_once_and_nothing_is_stored(store: TestStore) {
    let mut program = Program::start(&store).await;
    let teacher = Account::teacher();
    let http = program.http();
    let post = |body: &Value| http.post("/v1/courses").by(&teacher).json(body);
    let shape = json!({
        "title": "", "slug": "Not A Slug", "level": "hard", "language": "english!",
        "tags": ["ok", ""], "credits": { "min": -1, "max": "three" },
        "external_ids": [{ "source": "UPPER", "key": "" }], "image_url": "ftp://x",
        "instructor_ids": ["me"], "subject_id": 7, "surprise": true,
        "sections": [
            { "topics": [{ "heading": "T", "lessons": [{ "title": "L", "kind": "song" }] }] },
            { "heading": "x".repeat(201), "topics": [{ "lessons": [{ "duration_minutes": 1.5 }] }] }
        ]
    });
    let refused = post(&shape).send().await.problem(422, "validation-failed");
    let expected = [
        "/credits/max",
        "/credits/min",
        "/external_ids/0/key",
        "/external_ids/0/source",
        "/image_url",
        "/instructor_ids/0",
        "/language",
        "/level",
        "/sections/0/heading",
        "/sections/0/topics/0/lessons/0/kind",
        "/sections/1/heading",
        "/sections/1/topics/0/heading",
        "/sections/1/topics/0/lessons/0/duration_minutes",
        "/sections/1/topics/0/lessons/0/title",
        "/slug",
        "/subject_id",
        "/surprise",
        "/tags/1",
        "/title",
    ];
    let mut pointers = refused.pointers();
    pointers.dedup();
    assert_eq!(pointers, expected);

    // Rules that a schema cannot say.
    let rules = json!({
        "title": "  \t ", "credits": { "min": 300, "max": 100 },
        "sections": [{ "heading": " ", "topics": [{ "heading": "T", "lessons": [{ "title": " " }] }] }]
    });
    let refused = post(&rules).send().await.problem(422, "validation-failed");
    let expected =
        ["/credits", "/sections/0/heading", "/sections/0/topics/0/lessons/0/title", "/title"];
    let pointers = refused.pointers();
    for expected in expected {
        let named = pointers.iter().any(|pointer| pointer.starts_with(expected));
        assert!(named, "{expected} is not among {pointers:?}");
    }
    let text = refused.text;
    assert!(!text.contains("300") && !text.contains("\\t"), "values are not repeated: {text}");

    program.stop().await;
    assert!(logged_events(&store).await.is_empty());
}

async fn whoever_may_not_do_it_at_all_is_told_before_the_body_is_judged(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let nonsense = json!({ "nonsense": true });
    let student = Account::student();
    for path in ["/v1/courses", "/v1/subjects", "/v1/instructors"] {
        let call = http.post(path).by(&student).json(&nonsense);
        call.send().await.problem(403, "forbidden");
        http.post(path).json(&nonsense).send().await.problem(401, "unauthenticated");
    }
}

async fn a_caller_is_only_known_by_a_token(store: TestStore) {
    let program = Program::start(&store).await;
    let http = program.http();
    let admin = Account::admin();
    for header in ["x-userid", "x-user-id", "x-forwarded-user", "x-account-id", "x-role"] {
        let call = http.post("/v1/courses").header(header, admin.id.to_string());
        let call = call.header("x-roles", "admin").json(&json!({ "title": "x" }));
        call.send().await.problem(401, "unauthenticated");
    }
}
