//! Lists that are walked while others change them.

use std::collections::HashMap;

use courses_sdk::{Client, LessonPatch, types};
use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Account, Program, TestStore, body, drafted, published};

on_each_store!(
    courses_that_stay_are_seen_once_in_every_order,
    lessons_that_stay_are_seen_once,
    subjects_instructors_and_runs_that_stay_are_seen_once,
);

const STAYING: usize = 16;

/// Fails unless each of `staying` was seen once, and nothing twice.
fn assert_each_once(staying: &[Uuid], seen: &[Uuid], what: &str) {
    let mut times: HashMap<Uuid, usize> = HashMap::new();
    for id in seen {
        *times.entry(*id).or_default() += 1;
    }
    let missed: Vec<_> = staying.iter().filter(|id| !times.contains_key(id)).collect();
    assert!(missed.is_empty(), "{what}: missed {missed:?}");
    let doubled: Vec<_> = times.iter().filter(|(_, times)| **times > 1).collect();
    assert!(doubled.is_empty(), "{what}: more than once {doubled:?}");
}

async fn many(client: &Client, prefix: &str, count: usize) -> Vec<types::CourseId> {
    stream::iter(0..count)
        .map(async |number| {
            // Titles that are equal, and an order unlike that of their making.
            let title = format!("{prefix} {}", (number * 7) % 5);
            let course = json!({ "title": title, "summary": "walking through lists" });
            published(client, course).await.id
        })
        .buffer_unordered(8)
        .collect()
        .await
}

async fn courses_that_stay_are_seen_once_in_every_order(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let staying = many(&client, "Staying", STAYING).await;
    let staying: Vec<Uuid> = staying.iter().map(|id| **id).collect();
    let reader = program.anonymous();
    for sort in [
        types::CourseSort::PublishedAtDesc,
        types::CourseSort::PublishedAt,
        types::CourseSort::Title,
        types::CourseSort::TitleDesc,
        types::CourseSort::Relevance,
    ] {
        let mut leaving = many(&client, "Leaving", 3).await;
        let mut list = reader.list_courses().sort(sort).limit(4);
        // In front of, behind and around the place where the walk stands.
        let mut titles = ["Aardvark", "Staying 2", "Zebra"].into_iter().cycle();
        if sort == types::CourseSort::Relevance {
            list = list.q("walk lists");
        }
        let mut seen = Vec::new();
        let mut cursor: Option<types::Cursor> = None;
        loop {
            let call = match &cursor {
                Some(cursor) => list.clone().cursor(cursor.clone()),
                None => list.clone(),
            };
            let page = call.send().await.unwrap().into_inner();
            seen.extend(page.items.iter().map(|item| *item.id));
            let title = titles.next().unwrap();
            let course = json!({ "title": title, "summary": "walking through lists" });
            published(&client, course).await;
            if let Some(id) = leaving.pop() {
                client.unpublish_course().course_id(id).send().await.unwrap();
            }
            // A walk towards the newest never ends while there are new ones.
            let everything = staying.iter().all(|id| seen.contains(id));
            cursor = page.page.next_cursor.filter(|_| page.page.has_more);
            if cursor.is_none() || (everything && sort == types::CourseSort::PublishedAt) {
                break;
            }
        }
        assert_each_once(&staying, &seen, &sort.to_string());
    }
}

async fn lessons_that_stay_are_seen_once(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let lessons: Vec<Value> = (0..18).map(|n| json!({ "title": format!("Lesson {n}") })).collect();
    let (first, second) = lessons.split_at(9);
    let draft = json!({
        "title": "Walk",
        "sections": [{ "heading": "S", "topics": [
            { "heading": "One", "lessons": first }, { "heading": "Two", "lessons": second }
        ] }]
    });
    let draft = drafted(&client, draft).await;
    let topics = &draft.sections[0].topics;
    let all: Vec<&types::LessonOutline> = topics.iter().flat_map(|it| &it.lessons).collect();
    let (leaving, staying): (Vec<_>, Vec<_>) =
        all.iter().enumerate().partition(|(at, _)| at % 3 == 2);
    let staying: Vec<Uuid> = staying.into_iter().map(|(_, lesson)| *lesson.id).collect();
    let mut leaving: Vec<_> = leaving.into_iter().map(|(_, lesson)| (*lesson).clone()).collect();

    let course = || draft.id.clone();
    let mut seen = Vec::new();
    let mut cursor: Option<types::Cursor> = None;
    loop {
        let list = client.list_draft_lessons().course_id(course()).limit(3);
        let call = match &cursor {
            Some(cursor) => list.cursor(cursor.clone()),
            None => list,
        };
        let page = call.send().await.unwrap().into_inner();
        seen.extend(page.items.iter().map(|item| *item.id));
        for (topic, position) in [(0, 0), (1, 4)] {
            let lesson = json!({
                "topic_id": topics[topic].id, "title": "New", "kind": "text", "position": position
            });
            let lesson: types::LessonCreate = body(lesson);
            client.create_draft_lesson().course_id(course()).body(lesson).send().await.unwrap();
        }
        if let Some(lesson) = leaving.pop() {
            let call = client.patch_draft_lesson().course_id(course()).lesson_id(lesson.id.clone());
            let title: types::Title = "Leaving".parse().unwrap();
            let call = call.if_match(&lesson.version).body(LessonPatch::new().title(title));
            let changed = call.send().await.unwrap();
            let call = client.delete_draft_lesson().course_id(course());
            let call = call.lesson_id(lesson.id.clone()).if_match(&changed.version);
            call.send().await.unwrap();
        }
        cursor = page.page.next_cursor.filter(|_| page.page.has_more);
        if cursor.is_none() {
            break;
        }
    }
    assert_each_once(&staying, &seen, "lessons");
}

/// Walks a list over the wire; `meanwhile` runs after each page.
async fn walked(program: &Program, path: &str, mut meanwhile: impl AsyncFnMut(usize)) -> Vec<Uuid> {
    let http = program.http();
    let mut seen = Vec::new();
    let mut target = format!("{path}?limit=4");
    loop {
        let page = http.get(&target).send().await.expect(200);
        let items = page.json()["items"].as_array().unwrap().clone();
        seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().parse::<Uuid>().unwrap()));
        meanwhile(seen.len()).await;
        // The header leads on as the body does.
        let link = page.header("link");
        let Some(next) = link.strip_prefix('<').and_then(|it| it.strip_suffix(">; rel=\"next\""))
        else {
            assert_eq!(page.json()["page"]["has_more"], false);
            return seen;
        };
        let cursor = page.json()["page"]["next_cursor"].as_str().unwrap().to_owned();
        assert!(next.contains(&cursor) && next.contains("limit=4"), "{next}");
        next.clone_into(&mut target);
    }
}

async fn subjects_instructors_and_runs_that_stay_are_seen_once(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::admin());
    let course = published(&client, json!({ "title": "Runs" })).await;
    let subject = async |n: usize| {
        let subject = types::SubjectCreate::builder().code(format!("s{n}")).title("S");
        *client.create_subject().body(subject).send().await.unwrap().id
    };
    let instructor = async |n: usize| {
        let instructor = types::InstructorCreate::builder().name(format!("I {n}"));
        *client.create_instructor().body(instructor).send().await.unwrap().id
    };
    let run = async |n: usize| {
        let run = types::RunCreate::builder().key(format!("r{n}"));
        *client.create_run().course_id(course.id.clone()).body(run).send().await.unwrap().id
    };
    let (mut subjects, mut instructors, mut runs) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..14 {
        subjects.push(subject(n).await);
        instructors.push(instructor(n).await);
        runs.push(run(n).await);
    }
    let seen = walked(&program, "/v1/subjects", async |n| {
        subject(100 + n).await;
    })
    .await;
    assert_each_once(&subjects, &seen, "subjects");
    let seen = walked(&program, "/v1/instructors", async |n| {
        instructor(100 + n).await;
    })
    .await;
    assert_each_once(&instructors, &seen, "instructors");
    let path = format!("/v1/courses/{}/runs", *course.id);
    let seen = walked(&program, &path, async |n| {
        run(100 + n).await;
    })
    .await;
    assert_each_once(&runs, &seen, "runs");
}
