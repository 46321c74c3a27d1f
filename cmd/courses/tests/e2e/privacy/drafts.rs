//! What nobody may see, looked for through every operation.

use courses_sdk::{Client, CoursePatch, LessonPatch, types};
use serde_json::{Value, json};

use crate::support::{
    Account, Answer, Document, Operation, Program, TestStore, any_id, body, drafted,
};

on_each_store!(
    no_operation_shows_a_draft_to_others,
    a_hidden_thing_is_answered_exactly_like_one_that_never_was,
);

/// Stands in every text of a draft, and nowhere else.
const MARKER: &str = "xyzzymark";

/// Ids of one course and of what belongs to it.
#[derive(Debug, Clone)]
struct Names {
    course: String,
    lesson: String,
    run: String,
    slug: String,
    key: String,
}

impl Names {
    fn unknown(slug: &str, key: &str) -> Self {
        let [course, lesson, run] = [(); 3].map(|()| any_id().to_string());
        Self { course, lesson, run, slug: slug.to_owned(), key: key.to_owned() }
    }

    fn fill(&self, operation: &Operation) -> String {
        operation.path_with(|parameter| match parameter {
            "course_id" => self.course.clone(),
            "lesson_id" => self.lesson.clone(),
            "run_id" => self.run.clone(),
            "slug" => self.slug.clone(),
            "source" => "uni".to_owned(),
            "key" => self.key.clone(),
            "revision_number" => "1".to_owned(),
            "subject_id"
            | "instructor_id"
            | "account_id"
            | "session_id"
            | "api_key_id"
            | "job_id"
            | "publication_request_id" => any_id().to_string(),
            other => panic!("what stands for {other}?"),
        })
    }
}

/// A content with the marker in every text.
fn marked_content() -> Value {
    let text = |name: &str| format!("{name} {MARKER}");
    let lessons = json!([{ "title": text("lesson"), "preview": true }]);
    json!({
        "title": text("title"), "summary": text("summary"), "description": text("description"),
        "level": "all", "language": "en",
        "prerequisites": text("prerequisites"),
        "image_url": format!("https://example.org/{MARKER}.png"),
        "sections": [{
            "heading": text("section"), "description": text("section description"),
            "topics": [{ "heading": text("topic"), "lessons": lessons }]
        }]
    })
}

/// A draft with the marker in every text, with a lesson and a run.
async fn marked(client: &Client, name: &str) -> (types::CourseDraft, Names) {
    let mut course = marked_content();
    course["slug"] = json!(format!("{name}-{MARKER}"));
    course["tags"] = json!([MARKER]);
    course["external_ids"] = json!([{ "source": "uni", "key": format!("{name}-{MARKER}") }]);
    let draft = drafted(client, course).await;
    let names = lesson_and_run(client, &draft).await;
    (draft, names)
}

async fn lesson_and_run(client: &Client, draft: &types::CourseDraft) -> Names {
    let topic = &draft.sections[0].topics[0].id;
    let lesson = json!({
        "topic_id": topic, "title": format!("video {MARKER}"), "kind": "video", "preview": true,
        "content": {
            "kind": "video", "url": format!("https://example.org/{MARKER}"),
            "transcript": format!("transcript {MARKER}")
        }
    });
    let lesson: types::LessonCreate = body(lesson);
    let call = client.create_draft_lesson().course_id(draft.id.clone()).body(lesson);
    let lesson = call.send().await.unwrap();
    let run = json!({
        "key": MARKER, "title": format!("run {MARKER}"), "location": format!("at {MARKER}"),
        "meetings": [{
            "weekdays": ["monday"], "start_time": "10:00", "end_time": "11:00",
            "room": format!("room {MARKER}")
        }]
    });
    let run: types::RunCreate = body(run);
    let call = client.create_run().course_id(draft.id.clone()).body(run);
    let run = call.send().await.unwrap();
    Names {
        course: draft.id.to_string(),
        lesson: lesson.id.to_string(),
        run: run.id.to_string(),
        slug: draft.slug.clone(),
        key: draft.external_ids.first().map_or("none".to_owned(), |it| it.key.to_string()),
    }
}

/// Courses in every state in which others must not see them.
async fn unseen(client: &Client) -> Vec<Names> {
    let (_, never) = marked(client, "never").await;
    let (draft, hidden) = marked(client, "hidden").await;
    let state = client.publish_course().course_id(draft.id.clone()).send().await.unwrap();
    let call = client.patch_course().course_id(draft.id.clone()).if_match(&state.version);
    call.body(CoursePatch::new().visibility(types::Visibility::Hidden)).send().await.unwrap();
    let (draft, unpublished) = marked(client, "unpublished").await;
    client.publish_course().course_id(draft.id.clone()).send().await.unwrap();
    client.unpublish_course().course_id(draft.id.clone()).send().await.unwrap();
    let (draft, archived) = marked(client, "archived").await;
    client.publish_course().course_id(draft.id.clone()).send().await.unwrap();
    client.archive_course().course_id(draft.id.clone()).send().await.unwrap();
    vec![never, hidden, unpublished, archived]
}

/// A published course whose draft has been filled with the marker since.
async fn edited(client: &Client) -> Names {
    let clean = json!({
        "title": "Clean", "slug": "clean-course",
        "sections": [{ "heading": "S", "topics": [{ "heading": "T", "lessons": [{ "title": "L" }] }] }]
    });
    let draft = drafted(client, clean).await;
    client.publish_course().course_id(draft.id.clone()).send().await.unwrap();
    let lesson = draft.sections[0].topics[0].lessons[0].clone();
    let call = client.patch_draft_lesson().course_id(draft.id.clone()).lesson_id(lesson.id.clone());
    let title: types::Title = format!("renamed {MARKER}").parse().unwrap();
    let call = call.if_match(&lesson.version).body(LessonPatch::new().title(title));
    call.send().await.unwrap();
    let draft = client.get_draft().course_id(draft.id).send().await.unwrap().into_inner();
    let replace: types::CourseDraftReplace = body(marked_content());
    let call = client.replace_draft().course_id(draft.id.clone()).if_match(&draft.version);
    let after = call.body(replace).send().await.unwrap();
    let topic = &after.sections[0].topics[0];
    Names {
        course: draft.id.to_string(),
        lesson: topic.lessons[0].id.to_string(),
        run: any_id().to_string(),
        slug: draft.slug,
        key: "none".to_owned(),
    }
}

/// Fails if the answer tells the marker in anything but the address that was asked for.
fn assert_unmarked(answer: &Answer, who: &str, what: &str) {
    let mut text = answer.text.clone();
    if let Ok(mut problem) = serde_json::from_str::<Value>(&text)
        && problem.get("instance").is_some()
    {
        problem["instance"] = json!(null);
        text = problem.to_string();
    }
    assert!(!text.to_lowercase().contains(MARKER), "{who} sees it in {what}: {answer:#?}");
    for (name, value) in &answer.headers {
        let value = String::from_utf8_lossy(value.as_bytes()).to_lowercase();
        assert!(!value.contains(MARKER), "{who} sees it in {name} of {what}");
    }
}

async fn no_operation_shows_a_draft_to_others(store: TestStore) {
    let program = Program::start(&store).await;
    let client = program.client(&Account::teacher());
    let document = Document::read(&store).await;
    let mut courses = unseen(&client).await;
    courses.push(edited(&client).await);

    let others = [None, Some(Account::student()), Some(Account::teacher())];
    let reads = document.operations().into_iter().filter(|operation| operation.method == "GET");
    let mut paths: Vec<String> =
        reads.flat_map(|read| courses.iter().map(move |course| course.fill(&read))).collect();
    paths.sort();
    paths.dedup();
    paths.push(format!("/v1/courses?q={MARKER}&limit=200"));
    paths.push(format!("/v1/courses?tag={MARKER}&limit=200"));
    let facets = ["subject", "level", "language", "tag", "instructor"];
    paths.push(format!("/v1/courses?limit=200&facets={}", facets.join("&facets=")));
    let http = program.http();
    for account in &others {
        let who = account.as_ref().map_or("anonymous", |account| account.role);
        for path in &paths {
            let answer = http.get(path).by(account.as_ref()).send().await;
            assert!(answer.status < 500, "{path}: {answer:#?}");
            assert_unmarked(&answer, who, path);
        }
    }
}

async fn a_hidden_thing_is_answered_exactly_like_one_that_never_was(store: TestStore) {
    let program = Program::start(&store).await;
    let owner = program.client(&Account::teacher());
    let document = Document::read(&store).await;
    let courses = unseen(&owner).await;
    let others = [None, Some(Account::student()), Some(Account::teacher())];
    let http = program.http();
    for operation in document.operations() {
        if !operation.path.contains("{course_id}")
            && !operation.path.contains("{lesson_id}")
            && !operation.path.contains("{run_id}")
            && !operation.path.contains("/by-")
        {
            continue;
        }
        let example = document.examples(&operation).into_iter().next().map(|(_, body)| body);
        let ask = async |path: String, account: Option<&Account>| {
            let path = path + &operation.required_query();
            let mut call = http.call(&operation.method, &path).by(account);
            if operation.takes_header("If-Match") {
                call = call.header("if-match", "\"1\"");
            }
            let call = match &example {
                Some(example) => call.json(example),
                None => call,
            };
            call.send().await
        };
        for hidden in &courses {
            // As long as the hidden ones, so that even the lengths agree.
            let unknown =
                Names::unknown(&"q".repeat(hidden.slug.len()), &"q".repeat(hidden.key.len()));
            for account in &others {
                let hidden_answer = ask(hidden.fill(&operation), account.as_ref()).await;
                let unknown_answer = ask(unknown.fill(&operation), account.as_ref()).await;
                assert_eq!(
                    hidden_answer.comparable(),
                    unknown_answer.comparable(),
                    "{} as {account:?} of {hidden:?}",
                    operation.id
                );
                assert!([401, 403, 404].contains(&hidden_answer.status), "{hidden_answer:#?}");
            }
        }
    }
}
