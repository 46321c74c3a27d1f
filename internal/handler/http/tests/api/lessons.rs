//! Lessons: written in the draft, read in the published copy, locked for those without access.

use serde_json::{Value, json};

use crate::school::{STUDENT, School, TEACHER};

/// A course with one topic; answers its address and the topic.
async fn course(school: &School) -> (String, Value) {
    let body = json!({ "title": "Rust", "sections": [{ "heading": "S", "topics": [
        { "heading": "T", "lessons": [{ "title": "Old" }] },
        { "heading": "Empty" },
    ] }] });
    let made = school.post("/v1/courses").by(TEACHER).json(&body).gets(201).await;
    let address = format!("/v1/courses/{}", made.json()["id"].as_str().unwrap());
    (address, made.json()["sections"][0]["topics"].clone())
}

#[tokio::test]
async fn a_lesson_is_added_changed_moved_and_removed() {
    let school = School::new();
    let (course, topics) = course(&school).await;
    let body = json!({
        "topic_id": topics[0]["id"], "position": 0, "title": "Values move", "kind": "text",
        "content": { "kind": "text", "body": "Read this." },
    });
    let made =
        school.post(&format!("{course}/draft/lessons")).by(TEACHER).json(&body).gets(201).await;
    let address = made.header("location").unwrap();
    assert_eq!((&made.json()["position"], made.tag()), (&json!(0), "\"2\""));
    assert_eq!(school.get(address).by(TEACHER).gets(200).await.json(), made.json());

    let patch = json!({ "title": "Values move house", "topic_id": topics[1]["id"] });
    let ask = school.patch(address).by(TEACHER).header("if-match", made.tag()).json(&patch);
    let moved = ask.gets(200).await;
    assert_eq!(moved.json()["topic_id"], topics[1]["id"]);
    assert_eq!(moved.json()["content"], made.json()["content"]);

    // Another kind of lesson has no use for the text.
    let patch = json!({ "kind": "link" });
    let ask = school.patch(address).by(TEACHER).header("if-match", moved.tag()).json(&patch);
    assert_eq!(ask.gets(200).await.json()["content"], Value::Null);
    let body = json!({
        "topic_id": topics[1]["id"], "title": "A", "kind": "link",
        "content": { "kind": "text", "body": "No link." },
    });
    let refused = school.put(address).by(TEACHER).header("if-match", "*").json(&body).gets(422);
    assert_eq!(refused.await.pointers(), ["/content/kind"]);

    school.delete(address).by(TEACHER).gets(428).await;
    school.delete(address).by(TEACHER).header("if-match", "*").gets(204).await;
    school.get(address).by(TEACHER).gets(404).await;
}

#[tokio::test]
async fn the_same_kind_keeps_the_content() {
    let school = School::new();
    let (course, topics) = course(&school).await;
    let body = json!({
        "topic_id": topics[0]["id"], "title": "A", "kind": "link",
        "content": { "kind": "link", "url": "https://example.org/" },
    });
    let made =
        school.post(&format!("{course}/draft/lessons")).by(TEACHER).json(&body).gets(201).await;
    let address = made.header("location").unwrap();
    let patch = json!({ "kind": "link", "preview": true });
    let ask = school.patch(address).by(TEACHER).header("if-match", "*").json(&patch);
    assert_eq!(ask.gets(200).await.json()["content"], made.json()["content"]);
}

#[tokio::test]
async fn parts_are_moved_together_or_not_at_all() {
    let school = School::new();
    let (course, topics) = course(&school).await;
    let draft = school.get(&format!("{course}/draft")).by(TEACHER).gets(200).await;
    let (lesson, other) = (&topics[0]["lessons"][0]["id"], &topics[1]["id"]);
    let ask = |tag: &str, moves: Value| {
        let ask = school.post(&format!("{course}/draft/move")).by(TEACHER);
        ask.header("if-match", tag).json(&json!({ "moves": moves }))
    };
    let good = json!({ "id": lesson, "parent_id": other });
    let wrong = json!([good, { "id": course.rsplit('/').next() }, { "id": other, "position": 2 }]);
    let refused = ask(draft.tag(), wrong).gets(422).await;
    assert_eq!(refused.pointers(), ["/moves/1/id", "/moves/2/position"]);
    assert_eq!(ask("\"9\"", json!([good])).gets(412).await.tag(), draft.tag());
    let unbound = school.post(&format!("{course}/draft/move")).by(TEACHER);
    unbound.json(&json!({ "moves": [good] })).gets(428).await;
    let unmoved = school.get(&format!("{course}/draft")).by(TEACHER).gets(200).await;
    assert_eq!(unmoved.body, draft.body);

    let first = json!({ "id": other, "position": 0, "parent_id": null });
    let moved = ask(draft.tag(), json!([good, first])).gets(200).await;
    let after = &moved.json()["sections"][0]["topics"];
    assert_eq!((&after[0]["id"], &after[0]["lessons"][0]["id"]), (other, lesson));
    assert_eq!(after[1]["lessons"], json!([]));
    let read = school.get(&format!("{course}/draft")).by(TEACHER).gets(200).await;
    assert_eq!((read.tag(), &read.body), (moved.tag(), &moved.body));
}

/// A quiz whose second option is right, and why.
fn quiz(correct: &Value) -> Value {
    json!({ "kind": "quiz", "questions": [{
        "id": "q1", "prompt": "Which?", "choice": "single",
        "options": [{ "id": "a", "text": "One" }, { "id": "b", "text": "Other" }],
        "correct": correct, "explanation": "The other one is right.",
    }] })
}

#[tokio::test]
async fn the_answers_of_a_quiz_are_in_the_draft_alone() {
    let school = School::new();
    let (course, topics) = course(&school).await;
    let body = |content: Value| {
        json!({
            "topic_id": topics[0]["id"], "title": "Quiz", "kind": "quiz", "preview": true,
            "content": content,
        })
    };
    let lessons = format!("{course}/draft/lessons");
    let post = async |content: Value, status: u16| {
        school.post(&lessons).by(TEACHER).json(&body(content)).gets(status).await
    };
    for (correct, pointer) in [
        (json!([]), "/content/questions/0/correct"),
        (json!(["a", "b"]), "/content/questions/0/correct"),
        (json!(["c"]), "/content/questions/0/correct/0"),
    ] {
        assert_eq!(post(quiz(&correct), 422).await.pointers(), [pointer]);
    }
    let made = post(quiz(&json!(["b"])), 201).await;
    let question = &made.json()["content"]["questions"][0];
    assert_eq!((&question["correct"], &question["points"]), (&json!(["b"]), &Value::Null));

    school.post(&format!("{course}/publish")).by(TEACHER).gets(200).await;
    let address = format!("/v1/lessons/{}", made.json()["id"].as_str().unwrap());
    for seen in [school.get(&address), school.get(&address).by(TEACHER)] {
        let seen = seen.gets(200).await.json();
        let question = seen["content"]["questions"][0].as_object().unwrap();
        let members: Vec<&str> = question.keys().map(String::as_str).collect();
        assert_eq!(members, ["choice", "id", "options", "points", "prompt"]);
    }
}

#[tokio::test]
async fn readers_without_access_see_that_there_is_a_lesson() {
    let school = School::new();
    let (course, topics) = course(&school).await;
    for (title, preview) in [("Open", true), ("Locked", false)] {
        let body = json!({
            "topic_id": topics[0]["id"], "title": title, "kind": "text", "preview": preview,
            "content": { "kind": "text", "body": "Read this." },
        });
        school.post(&format!("{course}/draft/lessons")).by(TEACHER).json(&body).gets(201).await;
    }
    school.post(&format!("{course}/publish")).by(TEACHER).gets(200).await;

    let list = school.get(&format!("{course}/lessons")).gets(200).await.json();
    let items = list["items"].as_array().unwrap();
    let lesson = |title: &str| {
        let found = items.iter().find(|it| it["title"] == title).unwrap();
        format!("/v1/lessons/{}", found["id"].as_str().unwrap())
    };
    let open = school.get(&lesson("Open")).gets(200).await;
    assert_eq!(
        (&open.json()["locked"], &open.json()["content"]["body"]),
        (&json!(false), &json!("Read this."))
    );
    let locked = school.get(&lesson("Locked")).gets(200).await;
    assert_eq!((&locked.json()["locked"], &locked.json()["content"]), (&json!(true), &Value::Null));
    assert_eq!(locked.tag(), format!("\"{}-locked\"", locked.json()["version"]));
    let locks: Vec<_> = items.iter().map(|it| (&it["title"], &it["locked"])).collect();
    for (title, is_locked) in [("Open", false), ("Locked", true)] {
        assert!(locks.contains(&(&json!(title), &json!(is_locked))), "{locks:?}");
    }

    // Access opens it, also to a client that has seen it locked.
    let id: uuid::Uuid = course.rsplit('/').next().unwrap().parse().unwrap();
    let ask = || school.get(&lesson("Locked")).by(STUDENT).header("if-none-match", locked.tag());
    ask().gets(304).await;
    school.access.enrol(STUDENT.account.into(), id.into());
    let opened = ask().gets(200).await;
    assert_eq!(opened.json()["content"]["body"], "Read this.");
    assert_eq!(opened.tag(), format!("\"{}\"", opened.json()["version"]));
    let own = school.get(&lesson("Locked")).by(TEACHER).gets(200).await;
    assert_eq!(own.json()["content"]["body"], "Read this.");
}
