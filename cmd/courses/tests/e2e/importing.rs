//! A catalogue from a file, through the command line.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use courses_sdk::prelude::*;
use courses_sdk::types;
use futures::TryStreamExt as _;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};

use crate::support::{Account, Cli, Program, TestStore, assert_gapless, logged_events};

on_each_store!(
    a_second_import_of_a_file_writes_nothing,
    a_bad_row_is_set_aside_and_the_rest_goes_on,
    a_file_that_cannot_be_used_ends_with_65,
    the_schedules_of_two_years_come_in_one_after_the_other,
    an_import_that_was_killed_goes_on_where_it_was,
    the_demo_is_there_for_a_first_look,
);

/// Three courses, and rows with every kind of mistake.
pub(crate) const SMALL: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../internal/handler/import/tests/import/small.csv");

/// The real schedules are not part of the project.
pub(crate) fn real(name: &str) -> Option<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/catalogue");
    let path = Path::new(folder).join(name);
    path.exists().then_some(path)
}

pub(crate) async fn import(store: &TestStore, file: &Path) -> Value {
    let arguments = ["import", "uiuc-csv", file.to_str().unwrap(), "--output", "json"];
    Cli::new(store, arguments).run().await.good().json()
}

/// Fails unless everything that was seen went somewhere.
fn assert_adds_up(report: &Value) {
    for what in ["courses", "runs"] {
        let number = |name: &str| report[what][name].as_u64().unwrap();
        let sum = number("created") + number("updated") + number("unchanged") + number("rejected");
        assert_eq!(number("seen"), sum, "{what}: {report:#}");
    }
    let rejected = report["rows"]["rejected"].as_u64().unwrap();
    assert!(rejected <= report["rows"]["seen"].as_u64().unwrap());
}

/// What readers see of every course and its runs, without what chance and the clock decide.
pub(crate) async fn catalogue(store: &TestStore) -> Vec<Value> {
    let mut program = Program::start(store).await;
    let client = program.client(&Account::admin());
    let subjects: Vec<types::Subject> = client.list_subjects().items().try_collect().await.unwrap();
    let code = |id: &types::SubjectId| {
        subjects.iter().find(|subject| subject.id == *id).unwrap().code.clone()
    };
    let list = client.list_courses().sort(types::CourseSort::Title).limit(200);
    let courses: Vec<types::CourseSummary> = list.items().try_collect().await.unwrap();
    let mut seen: Vec<Value> = Vec::new();
    for course in courses {
        let runs = client.list_runs().course_id(course.id.clone()).limit(200).items();
        let runs: Vec<types::Run> = runs.try_collect().await.unwrap();
        let mut runs: Vec<String> = runs
            .iter()
            .map(|run| {
                let meetings = serde_json::to_string(&run.meetings).unwrap();
                let teachers = run.instructor_ids.len();
                format!("{} {} {} {teachers} {meetings}", run.key, run.status, run.mode)
            })
            .collect();
        runs.sort();
        // A slug that is made up ends in a part of the id.
        let slug = course.slug.rsplit_once('-').map_or(course.slug.as_str(), |(words, _)| words);
        seen.push(json!({
            "slug": slug, "title": course.title, "summary": course.summary,
            "subject": course.subject_id.as_ref().map(code), "level": course.level,
            "language": course.language, "credits": course.credits, "runs": runs,
        }));
    }
    seen.sort_by_key(ToString::to_string);
    program.stop().await;
    seen
}

async fn a_second_import_of_a_file_writes_nothing(store: TestStore) {
    let first = import(&store, Path::new(SMALL)).await;
    assert_adds_up(&first);
    assert_eq!((&first["courses"]["created"], &first["runs"]["created"]), (&json!(3), &json!(4)));
    let before = logged_events(&store).await;
    assert_gapless(&before);
    assert!(before.len() > 10, "{}", before.len());
    let seen = catalogue(&store).await;
    assert_eq!(seen.len(), 3);

    let second = import(&store, Path::new(SMALL)).await;
    assert_adds_up(&second);
    assert_eq!(
        (&second["courses"]["unchanged"], &second["runs"]["unchanged"]),
        (&json!(3), &json!(4))
    );
    assert_eq!(logged_events(&store).await, before);
    assert_eq!(catalogue(&store).await, seen);
}

async fn a_bad_row_is_set_aside_and_the_rest_goes_on(store: TestStore) {
    let report = import(&store, Path::new(SMALL)).await;
    let rejections = report["rejections"].as_array().unwrap();
    let lines: Vec<u64> = rejections.iter().map(|it| it["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [8, 9, 11, 12]);
    assert!(rejections.iter().all(|it| it["reason"].as_str().unwrap().len() > 10));

    let strict = Cli::new(&store, ["import", "uiuc-csv", SMALL, "--strict"]).run().await;
    assert_eq!(strict.code, Some(1), "{strict:#?}");
    assert!(strict.stdout.contains("line 8"), "people are told the lines: {strict:#?}");
}

async fn a_file_that_cannot_be_used_ends_with_65(store: TestStore) {
    let other = store.folder().join("other.csv");
    std::fs::write(&other, "id,name\n1,x\n").unwrap();
    for file in [Path::new("missing.csv"), &other, store.folder()] {
        let file = file.to_str().unwrap();
        let finished = Cli::new(&store, ["import", "uiuc-csv", file]).run().await;
        assert_eq!(finished.code, Some(65), "{file}: {finished:#?}");
        assert!(finished.stderr.contains("courses: "), "{finished:#?}");
    }
    assert!(logged_events(&store).await.is_empty());
}

async fn the_schedules_of_two_years_come_in_one_after_the_other(store: TestStore) {
    let (Some(old), Some(new)) = (real("uiuc-2025-summer.csv"), real("uiuc-2026-summer.csv"))
    else {
        courses_testkit::server::skip_optional("no real schedules beside the project");
        return;
    };
    let first = import(&store, &old).await;
    assert_adds_up(&first);
    assert_eq!(first["rows"], json!({ "seen": 1686, "rejected": 0 }));
    assert_eq!(
        (&first["courses"]["created"], &first["runs"]["created"]),
        (&json!(1047), &json!(1638))
    );

    let second = import(&store, &new).await;
    assert_adds_up(&second);
    assert_eq!(second["rows"]["rejected"], 0);
    assert_eq!(second["runs"]["created"], 1675, "runs of another year are other runs");
    let known = second["courses"]["unchanged"].as_u64().unwrap()
        + second["courses"]["updated"].as_u64().unwrap();
    let created = second["courses"]["created"].as_u64().unwrap();
    assert_eq!(known + created, 1062);
    assert!(known > 500, "most courses are given every year: {second:#}");
    let events = logged_events(&store).await;
    assert_gapless(&events);

    let third = import(&store, &new).await;
    assert_eq!(
        (&third["courses"]["unchanged"], &third["runs"]["unchanged"]),
        (&json!(1062), &json!(1675))
    );
    assert_eq!(logged_events(&store).await.len(), events.len());

    let program = Program::start(&store).await;
    let reader = program.anonymous();
    let page = reader.list_courses().q("calculus").limit(10).send().await.unwrap();
    assert!(!page.items.is_empty());
    let all: Vec<types::CourseSummary> =
        reader.list_courses().limit(200).items().try_collect().await.unwrap();
    assert_eq!(all.len() as u64, 1047 + created);
}

/// A file that takes a few commits.
fn large(courses: usize) -> String {
    let small = std::fs::read_to_string(SMALL).unwrap();
    let mut file = format!("{}\n", small.lines().next().unwrap());
    for number in 0..courses {
        let (subject, course) = (["ART", "BIO", "CHEM"][number % 3], 100 + number);
        writeln!(
            file,
            "2030,Fall,2030-fa,{subject},{course},Course {number},About {number}.,3 hours.,,,,\
             {},A,A,1,,,A,Open,Online,ONL,ARRANGED,,,,,\"Lind, {}\"",
            50_000 + number,
            char::from(b'A' + u8::try_from(number % 26).unwrap()),
        )
        .unwrap();
    }
    file
}

async fn an_import_that_was_killed_goes_on_where_it_was(store: TestStore) {
    let file = store.folder().join("large.csv");
    std::fs::write(&file, large(350)).unwrap();
    let arguments = ["import", "uiuc-csv", file.to_str().unwrap(), "--output", "json"];
    for _ in 0..3 {
        let mut child = Cli::new(&store, arguments).spawn();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        // The second line tells of a commit.
        for _ in 0..2 {
            let line = tokio::time::timeout(Duration::from_mins(1), lines.next_line()).await;
            assert!(line.unwrap().unwrap().is_some(), "the import is over already");
        }
        child.kill().await.unwrap();
    }
    let killed = logged_events(&store).await;
    assert_gapless(&killed);
    let report = import(&store, &file).await;
    assert_adds_up(&report);
    assert_eq!(report["courses"]["seen"], 350);
    assert!(report["courses"]["unchanged"].as_u64().unwrap() > 0, "{report:#}");
    let events = logged_events(&store).await;
    assert_gapless(&events);

    let whole = TestStore::sqlite();
    import(&whole, &file).await;
    assert_eq!(catalogue(&store).await, catalogue(&whole).await);
    assert_eq!(events.len(), logged_events(&whole).await.len(), "nothing was written twice");
}

async fn the_demo_is_there_for_a_first_look(store: TestStore) {
    let mut command = crate::support::serve_demo(&store);
    command.args(["--output", "json"]);
    let program = Program::spawn(command).await;
    let token = program.ready["token"].as_str().expect("a token to try things with");
    let page = program.anonymous().list_courses().limit(200).send().await.unwrap();
    assert!(page.items.len() >= 5, "{}", page.items.len());
    let client = program.anonymous().with_token(token).unwrap();
    let call = client.get_draft().course_id(page.items[0].id.clone());
    call.send().await.expect("the token is that of the owner");
    let made = types::CourseCreate::builder().title("By the demo");
    client.create_course().body(made).send().await.expect("the token is that of a teacher");
}
