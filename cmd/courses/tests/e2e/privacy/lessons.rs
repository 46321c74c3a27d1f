//! The content of lessons is for those who may see it, and the answers of a quiz are for those who
//! write it.

use serde_json::{Value, json};

use crate::support::{
    ANSWER_KEY, Account, Answer, Call, Document, Http, Program, TestStore, any_id, logged_events,
};

on_each_store!(
    what_is_hidden_or_locked_is_blank_for_all_but_staff,
    what_is_right_in_a_quiz_leaves_by_no_way,
);

/// Stands in every content.
const CONTENT: &str = "xyzzycontent";

/// The visibility of course, section, topic and lesson, and whether it is a preview.
#[derive(Debug, Clone, Copy)]
struct Case {
    visible: [bool; 4],
    preview: bool,
}

impl Case {
    /// Everything visible, each level hidden on its own; a preview and not.
    fn all() -> Vec<Self> {
        let hidden = (0..5).map(|hidden| std::array::from_fn(|level| level != hidden));
        let cases =
            hidden.flat_map(|visible| [false, true].map(|preview| Self { visible, preview }));
        cases.collect()
    }
}

fn word(visible: bool) -> &'static str {
    if visible { "visible" } else { "hidden" }
}

async fn ok(call: Call) -> Answer {
    let answer = call.send().await;
    assert!((200..300).contains(&answer.status), "{answer:#?}");
    answer
}

/// A published course with one quiz; answers the addresses of course and lesson.
async fn course(http: &Http, owner: &Account, case: Case) -> (String, String) {
    let [visible, section, topic, lesson] = case.visible.map(word);
    let sections = json!([{
        "heading": "Section", "visibility": section, "description": "About the section",
        "topics": [{ "heading": "Topic", "visibility": topic }]
    }]);
    let body = json!({ "title": "Course", "visibility": visible, "sections": sections });
    let made = ok(http.post("/v1/courses").by(owner).json(&body)).await.json();
    let course = format!("/v1/courses/{}", made["id"].as_str().unwrap());
    let quiz = json!({ "kind": "quiz", "questions": [{
        "id": "q", "prompt": CONTENT, "choice": "single",
        "options": [{ "id": "a", "text": "This" }, { "id": "b", "text": "That" }],
        "correct": ["b"], "explanation": ANSWER_KEY,
    }] });
    let body = json!({
        "topic_id": made["sections"][0]["topics"][0]["id"], "title": "Lesson", "kind": "quiz",
        "duration_minutes": 7, "preview": case.preview, "visibility": lesson, "content": quiz,
    });
    let lessons = format!("{course}/draft/lessons");
    let lesson = ok(http.post(&lessons).by(owner).json(&body)).await.json();
    ok(http.post(&format!("{course}/publish")).by(owner)).await;
    (course, format!("/v1/lessons/{}", lesson["id"].as_str().unwrap()))
}

async fn what_is_hidden_or_locked_is_blank_for_all_but_staff(store: TestStore) {
    let program = Program::start(&store).await;
    let (http, owner) = (program.http(), Account::teacher());
    let others = [None, Some(Account::student()), Some(Account::teacher())];
    let staff = [Some(owner.clone()), Some(Account::moderator()), Some(Account::admin())];
    for case in Case::all() {
        let (course, lesson) = course(&http, &owner, case).await;
        for (readers, is_staff) in [(&others, false), (&staff, true)] {
            for reader in readers {
                let ask = async |path: &str| http.get(path).by(reader.as_ref()).send().await;
                check_tree(&ask(&course).await, case, is_staff);
                check_lesson(&ask(&lesson).await, case, is_staff);
                let list = ask(&format!("{course}/lessons")).await;
                let [visible, section, topic, _] = case.visible;
                assert_eq!(list.status, if is_staff || visible { 200 } else { 404 });
                if list.status == 200 {
                    let count = list.json()["items"].as_array().unwrap().len();
                    assert_eq!(count, usize::from(is_staff || (section && topic)), "{case:?}");
                }
            }
        }
    }
}

fn check_tree(answer: &Answer, case: Case, is_staff: bool) {
    let [visible, section, topic, lesson] = case.visible.map(|it| it || is_staff);
    assert_eq!(answer.status, if visible { 200 } else { 404 }, "{case:?}");
    if visible {
        let body = answer.json();
        let shown = &body["sections"][0];
        assert_eq!(shown["heading"], "Section");
        assert_eq!(!shown["description"].is_null(), section, "{case:?}");
        assert_eq!(shown["topics"][0]["heading"] == "Topic", section, "{case:?}");
        let shown = &shown["topics"][0]["lessons"][0];
        assert_eq!(shown["title"] == "Lesson", section && topic, "{case:?}");
        let duration = shown["duration_minutes"] == 7;
        assert_eq!(duration, section && topic && lesson, "{case:?}");
    }
}

fn check_lesson(answer: &Answer, case: Case, is_staff: bool) {
    let [visible, section, topic, lesson] = case.visible.map(|it| it || is_staff);
    let found = visible && section && topic;
    assert_eq!(answer.status, if found { 200 } else { 404 }, "{case:?}");
    let open = found && lesson && (is_staff || case.preview);
    assert_eq!(answer.text.contains(CONTENT), open, "{case:?}: {answer:#?}");
    if found {
        let body = answer.json();
        assert_eq!(body["locked"], !open, "{case:?}");
        assert_eq!(body["content"] == Value::Null, !open, "{case:?}");
    }
}

async fn what_is_right_in_a_quiz_leaves_by_no_way(store: TestStore) {
    let mut program = Program::start(&store).await;
    let (http, owner) = (program.http(), Account::teacher());
    let case = Case { visible: [true; 4], preview: true };
    let (course, lesson) = course(&http, &owner, case).await;
    let id = |address: &str| address.rsplit('/').next().unwrap().to_owned();
    let document = Document::read(&store).await;
    let reads = document.operations().into_iter().filter(|operation| operation.method == "GET");
    let mut asked = 0;
    for read in reads {
        let path = read.path_with(|parameter| match parameter {
            "course_id" => id(&course),
            "lesson_id" => id(&lesson),
            _ => any_id().to_string(),
        });
        let readers = [None, Some(Account::student()), Some(owner.clone()), Some(Account::admin())];
        for reader in readers {
            // Every answer is searched.
            let answer = http.get(&path).by(reader.as_ref()).send().await;
            let for_learners = reader.is_none_or(|reader| reader.role == "student");
            assert!(!for_learners || !answer.text.contains(ANSWER_KEY), "{path}: {answer:#?}");
            asked += 1;
        }
    }
    assert!(asked > 100, "{asked}");
    let draft = format!("{course}/draft/lessons/{}", id(&lesson));
    let draft = ok(http.get(&draft).by(&owner)).await;
    assert!(draft.text.contains(ANSWER_KEY), "so it would have been found: {draft:#?}");
    let found = ok(http.get(&format!("/v1/courses?q={ANSWER_KEY}"))).await.json();
    assert_eq!(found["items"], json!([]), "nobody searches in it");

    program.stop().await;
    let log = program.stderr().join("\n");
    assert!(!log.contains(ANSWER_KEY), "{log}");
    for event in logged_events(&store).await {
        assert!(!format!("{event:?}").contains(ANSWER_KEY), "{event:?}");
    }
}
