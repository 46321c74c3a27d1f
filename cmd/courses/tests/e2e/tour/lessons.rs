//! Lessons: written in the draft, read in the published copy.

use courses_sdk::prelude::*;
use courses_sdk::{Client, LessonPatch, types};
use futures::TryStreamExt as _;
use serde_json::{Value, json};

use crate::support::{ANSWER_KEY, Account, Program, TestStore, body, drafted, problem};

on_each_store!(
    lessons_of_every_kind_come_back_as_they_were_written,
    a_lesson_is_replaced_moved_and_removed_on_its_own,
    a_lesson_without_access_shows_everything_but_its_content,
    below_what_is_hidden_readers_find_nothing,
);

/// A draft with one section of two topics.
async fn two_topics(client: &Client) -> types::CourseDraft {
    let topics = json!([{ "heading": "First" }, { "heading": "Second" }]);
    let sections = json!([{ "heading": "Only", "topics": topics }]);
    drafted(client, json!({ "title": "Lessons", "sections": sections })).await
}

async fn add(client: &Client, draft: &types::CourseDraft, lesson: Value) -> types::Lesson {
    let lesson: types::LessonCreate = body(lesson);
    let call = client.create_draft_lesson().course_id(draft.id.clone()).body(lesson);
    call.send().await.unwrap().into_inner()
}

/// The titles of the lessons in the order for readers; the list has them in some order, too.
async fn listed(client: &Client, draft: &types::CourseDraft) -> Vec<String> {
    let tree = client.get_draft().course_id(draft.id.clone()).send().await.unwrap();
    let topics = tree.sections.iter().flat_map(|section| &section.topics);
    let titles = topics.flat_map(|topic| &topic.lessons).map(|lesson| lesson.title.clone());
    let titles: Vec<String> = titles.collect();

    let list = client.list_draft_lessons().course_id(draft.id.clone()).limit(2);
    let lessons: Vec<types::LessonSummary> = list.items().try_collect().await.unwrap();
    let mut from_list: Vec<String> = lessons.into_iter().map(|lesson| lesson.title).collect();
    let mut from_tree = titles.clone();
    from_list.sort();
    from_tree.sort();
    assert_eq!(from_list, from_tree);
    titles
}

async fn lessons_of_every_kind_come_back_as_they_were_written(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let draft = two_topics(&client).await;
    let topic = draft.sections[0].topics[0].id.clone();
    let contents = [
        json!({ "kind": "text", "body": "Words, слова, 言葉 — and \"quotes\"\nand lines" }),
        json!({ "kind": "video", "url": "https://example.org/v.mp4", "transcript": "Hello" }),
        json!({ "kind": "video", "url": "https://example.org/w.mp4", "transcript": null }),
        json!({
            "kind": "file", "url": "https://example.org/f.pdf",
            "media_type": "application/pdf", "size_bytes": 9_007_199_254_740_991_i64
        }),
        json!({
            "kind": "file", "url": "https://example.org/g.bin",
            "media_type": null, "size_bytes": null
        }),
        json!({ "kind": "link", "url": "https://example.org/a?b=c#d" }),
        json!({ "kind": "quiz", "questions": [{
            "id": "q1", "prompt": "Which one? Какой?", "choice": "single", "points": 2,
            "options": [{ "id": "a", "text": "This" }, { "id": "b", "text": "That" }],
            "correct": ["b"], "explanation": ANSWER_KEY
        }] }),
    ];
    for (at, content) in contents.iter().enumerate() {
        let lesson = json!({
            "topic_id": topic, "title": format!("Lesson {at}"), "kind": content["kind"],
            "duration_minutes": at, "content": content
        });
        let lesson: types::LessonCreate = body(lesson);
        let call = client.create_draft_lesson().course_id(draft.id.clone()).body(lesson);
        let made = call.send().await.unwrap();
        let path = format!("/v1/courses/{}/draft/lessons/{}", *draft.id, *made.id);
        assert_eq!(made.location(), Some(path.as_str()));
        assert_eq!(serde_json::to_value(&made.content).unwrap(), *content);
        assert_eq!(usize::try_from(*made.position).unwrap(), at);

        let call = client.get_draft_lesson().course_id(draft.id.clone());
        let read = call.lesson_id(made.id.clone()).send().await.unwrap();
        assert_eq!(read.into_inner(), made.into_inner());
    }
    let titles: Vec<String> = (0..contents.len()).map(|at| format!("Lesson {at}")).collect();
    assert_eq!(listed(&client, &draft).await, titles);

    let published = client.publish_course().course_id(draft.id.clone()).send().await.unwrap();
    let list = client.list_course_lessons().course_id(published.id.clone());
    let lessons: Vec<types::LessonSummary> = list.items().try_collect().await.unwrap();
    for (lesson, content) in lessons.into_iter().zip(&contents) {
        let view = client.get_lesson().lesson_id(lesson.id).send().await.unwrap();
        assert!(!view.locked, "the owner has access");
        assert_eq!(serde_json::to_value(&view.content).unwrap(), without_answers(content));
    }
}

/// What learners get of a content.
fn without_answers(content: &Value) -> Value {
    let mut content = content.clone();
    let questions = content.get_mut("questions").and_then(Value::as_array_mut);
    for question in questions.into_iter().flatten() {
        let question = question.as_object_mut().unwrap();
        question.remove("correct").unwrap();
        question.remove("explanation").unwrap();
    }
    content
}

async fn a_lesson_is_replaced_moved_and_removed_on_its_own(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let draft = two_topics(&client).await;
    let [first, second] = [0, 1].map(|at| draft.sections[0].topics[at].id.clone());
    let course = || draft.id.clone();
    let a = add(&client, &draft, json!({ "topic_id": first, "title": "A", "kind": "text" })).await;
    add(&client, &draft, json!({ "topic_id": first, "title": "B", "kind": "text" })).await;
    let head = json!({ "topic_id": first, "title": "Head", "kind": "text", "position": 0 });
    add(&client, &draft, head).await;
    assert_eq!(listed(&client, &draft).await, ["Head", "A", "B"]);

    let patch = LessonPatch::new().topic_id(second.clone()).position(0);
    let call = client.patch_draft_lesson().course_id(course()).lesson_id(a.id.clone());
    let moved = call.if_match(&a.version).body(patch).send().await.unwrap().into_inner();
    assert_eq!((moved.topic_id.clone(), *moved.position), (second.clone(), 0));
    assert_eq!(listed(&client, &draft).await, ["Head", "B", "A"]);

    let whole = json!({
        "topic_id": second, "title": "A again", "kind": "link",
        "content": { "kind": "link", "url": "https://example.org/" }
    });
    let whole: types::LessonReplace = body(whole);
    let stale = client.replace_draft_lesson().course_id(course()).lesson_id(a.id.clone());
    let stale = stale.if_match(&a.version).body(whole.clone()).send().await;
    assert_eq!(problem(stale).code(), "version-mismatch");
    let call = client.replace_draft_lesson().course_id(course()).lesson_id(a.id.clone());
    let after = call.if_match(&moved.version).body(whole).send().await.unwrap().into_inner();
    assert_eq!((after.title.as_str(), after.kind), ("A again", types::LessonKind::Link));

    // Another kind empties the content, which was for the old one.
    let patch = LessonPatch::new().kind(types::LessonKind::File).clear_duration_minutes();
    let call = client.patch_draft_lesson().course_id(course()).lesson_id(a.id.clone());
    let emptied = call.if_match(&after.version).body(patch).send().await.unwrap().into_inner();
    assert_eq!((emptied.kind, emptied.content), (types::LessonKind::File, None));

    let call = client.delete_draft_lesson().course_id(course()).lesson_id(a.id.clone());
    call.if_match(&emptied.version).send().await.unwrap();
    assert_eq!(listed(&client, &draft).await, ["Head", "B"]);
    let call = client.get_draft_lesson().course_id(course()).lesson_id(a.id.clone());
    assert_eq!(problem(call.send().await).code(), "not-found");
}

async fn a_lesson_without_access_shows_everything_but_its_content(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let draft = two_topics(&client).await;
    let topic = draft.sections[0].topics[0].id.clone();
    let lesson = |title: &str, preview: bool| {
        json!({
            "topic_id": topic, "title": title, "kind": "text", "preview": preview,
            "content": { "kind": "text", "body": format!("Body of {title}") }
        })
    };
    let open = add(&client, &draft, lesson("Open", true)).await;
    let paid = add(&client, &draft, lesson("Paid", false)).await;
    client.publish_course().course_id(draft.id.clone()).send().await.unwrap();

    for reader in [program.anonymous(), program.client(&Account::student())] {
        let view = reader.get_lesson().lesson_id(open.id.clone()).send().await.unwrap();
        assert!(!view.locked && view.content.is_some(), "{view:?}");
        let view = reader.get_lesson().lesson_id(paid.id.clone()).send().await.unwrap();
        assert!(view.locked && view.content.is_none(), "{view:?}");
        assert_eq!((view.title.as_str(), view.kind), ("Paid", types::LessonKind::Text));
    }
    for staff in [Account::moderator(), Account::admin()] {
        let call = program.client(&staff).get_lesson().lesson_id(paid.id.clone()).send().await;
        assert!(!call.unwrap().locked);
    }
}

async fn below_what_is_hidden_readers_find_nothing(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let lessons = |title: &str| json!([{ "title": title, "preview": true }]);
    let sections = json!([
        { "heading": "Seen", "topics": [
            { "heading": "Seen too", "lessons": lessons("Visible") },
            { "heading": "Hidden topic", "visibility": "hidden", "lessons": lessons("Under topic") }
        ] },
        { "heading": "Hidden section", "visibility": "hidden", "topics": [
            { "heading": "Deep", "lessons": lessons("Under section") }
        ] }
    ]);
    let draft = drafted(&client, json!({ "title": "Hiding", "sections": sections })).await;
    client.publish_course().course_id(draft.id.clone()).send().await.unwrap();

    let reader = program.anonymous();
    let course = reader.get_course().course_id(draft.id.clone()).send().await.unwrap();
    assert_eq!(course.sections[0].topics[1].heading, "Hidden topic");
    assert!(course.sections[0].topics[1].lessons.is_empty());
    assert_eq!(course.sections[1].heading, "Hidden section");
    assert!(course.sections[1].topics.is_empty());

    let titles = async |client: &Client| {
        let list = client.list_course_lessons().course_id(draft.id.clone());
        let lessons: Vec<types::LessonSummary> = list.items().try_collect().await.unwrap();
        lessons.into_iter().map(|lesson| lesson.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(&reader).await, ["Visible"]);
    assert_eq!(titles(&client).await, ["Visible", "Under topic", "Under section"]);
    for hidden in [&draft.sections[0].topics[1].lessons[0], &draft.sections[1].topics[0].lessons[0]]
    {
        let call = reader.get_lesson().lesson_id(hidden.id.clone());
        assert_eq!(problem(call.send().await).code(), "not-found");
        client.get_lesson().lesson_id(hidden.id.clone()).send().await.unwrap();
    }
}
