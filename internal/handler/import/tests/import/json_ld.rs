//! Courses that a page describes for machines.

use courses_domain::catalogue::{Level, Mode};
use courses_handler_import::{JsonLdError, JsonLdPage};
use proptest::prelude::*;
use serde_json::json;

const PAGE: &str = include_str!("page.html");

#[test]
fn a_page_tells_of_its_courses() {
    let page = JsonLdPage::from_html("school", PAGE).unwrap();
    assert_eq!(page.courses.len(), 2);

    let rust = &page.courses[0];
    assert_eq!((rust.line, rust.external_id.to_string()), (1, "school:CS-128".to_owned()));
    assert_eq!(rust.title.as_str(), "Introduction to Rust & friends");
    assert_eq!(rust.description.as_ref().unwrap().as_str(), "Ownership first.\n\nThen the rest.");
    assert_eq!((rust.level, rust.language.as_str()), (Level::Introductory, "en"));
    assert_eq!(rust.credits.map(|it| (it.min(), it.max())), Some((250, 250)));
    assert_eq!(rust.prerequisites.as_ref().unwrap().as_str(), "Some programming\nPatience");

    let algebra = &page.courses[1];
    assert_eq!(algebra.external_id.key(), "https://school.example/алгебра");
    assert_eq!((algebra.language.as_str(), algebra.level), ("ru", Level::All));
    assert!(algebra.runs.is_empty());
}

#[test]
fn an_instance_is_a_run() {
    let page = JsonLdPage::from_html("school", PAGE).unwrap();
    // The other instance has nothing that tells it from others.
    let [run] = page.courses[0].runs.as_slice() else { panic!("{:?}", page.courses[0].runs) };
    assert_eq!((run.key.as_str(), run.details.mode), ("autumn", Mode::Hybrid));
    assert_eq!(run.details.starts_at.unwrap().to_string(), "2026-09-01T00:00:00Z");
    assert_eq!(run.details.ends_at.unwrap().to_string(), "2026-12-20T11:00:00Z");
    assert_eq!(run.details.location.as_ref().unwrap().as_str(), "Main hall");
    let names: Vec<_> = run.instructors.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Ada Lovelace", "Grace Hopper"]);
    assert_eq!(run.instructors[0].external_id.source(), "school-instructor");
}

#[test]
fn what_cannot_be_used_is_set_aside_with_a_reason() {
    let page = JsonLdPage::from_html("school", PAGE).unwrap();
    let reasons: Vec<_> = page.rejections.iter().map(|it| (it.line, it.reason.as_str())).collect();
    assert_eq!(
        reasons,
        [
            (2, "the block is not JSON"),
            (2, "the course has no `identifier`"),
            (3, "the course has no `name`"),
        ]
    );
}

#[test]
fn a_document_of_its_own_must_be_json_and_not_too_large() {
    let course = json!({ "@type": "Course", "@id": "#a", "name": "A" });
    let page = JsonLdPage::from_json("school", &course.to_string()).unwrap();
    assert_eq!(page.courses[0].external_id.key(), "#a");
    assert!(matches!(JsonLdPage::from_json("school", "<html>"), Err(JsonLdError::Syntax(_))));
    let large = " ".repeat(JsonLdPage::MAX_BYTES + 1);
    assert!(matches!(JsonLdPage::from_json("school", &large), Err(JsonLdError::TooLarge)));
    assert!(matches!(JsonLdPage::from_html("school", &large), Err(JsonLdError::TooLarge)));
}

#[test]
fn a_course_that_is_described_twice_counts_once() {
    let twice = json!([
        { "@type": "Course", "identifier": "a", "name": "First" },
        { "@type": "Course", "identifier": "a", "name": "Second" },
    ]);
    let page = JsonLdPage::from_json("school", &twice.to_string()).unwrap();
    assert_eq!(page.courses.len(), 1);
    assert_eq!(page.courses[0].title.as_str(), "First");
}

#[test]
fn nothing_grows_beyond_its_bounds() {
    let runs: Vec<_> = (0..300).map(|key| json!({ "identifier": key })).collect();
    let course = |key| json!({ "@type": "Course", "identifier": key, "name": "x", "description": "word ".repeat(20_000) });
    let mut courses: Vec<_> = (0..1_001)
        .map(|key| json!({ "@type": "Course", "identifier": key, "name": "x" }))
        .collect();
    courses[0]["hasCourseInstance"] = json!(runs);
    courses[1] = course(1);
    let page = JsonLdPage::from_json("school", &json!(courses).to_string()).unwrap();
    assert_eq!(page.courses.len(), JsonLdPage::MAX_COURSES);
    assert_eq!(page.courses[0].runs.len(), JsonLdPage::MAX_RUNS_OF_COURSE);
    assert!(page.courses[1].summary.as_ref().unwrap().as_str().ends_with("word"));
}

proptest! {
    #[test]
    fn any_text_is_read_in_peace(text in ".{0,200}") {
        let _ = JsonLdPage::from_json("school", &text);
        JsonLdPage::from_html("school", &text).unwrap();
        let page = format!("<script type=application/ld+json>{text}");
        JsonLdPage::from_html("school", &page).unwrap();
    }
}
