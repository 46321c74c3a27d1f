//! Courses that a page describes for machines.

use std::collections::HashSet;

use courses_handler_import::JsonLdPage;

/// A page is read however broken it is, the same each time, and within the bounds. As a document
/// of its own it gives the same courses as inside a page.
///
/// # Panics
///
/// When that is not so.
pub fn json_ld(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    if text.len() > JsonLdPage::MAX_BYTES / 2 {
        return;
    }
    check(&JsonLdPage::from_html("fuzz", text).unwrap());
    let Ok(document) = JsonLdPage::from_json("fuzz", text) else { return };
    check(&document);
    assert_eq!(JsonLdPage::from_json("fuzz", text).unwrap(), document);
    if !text.to_ascii_lowercase().contains("</script") {
        let page = format!("<html><script type=\"application/ld+json\">{text}</script>");
        assert_eq!(JsonLdPage::from_html("fuzz", &page).unwrap(), document);
    }
}

fn check(page: &JsonLdPage) {
    assert!(page.courses.len() <= JsonLdPage::MAX_COURSES);
    let names: HashSet<_> = page.courses.iter().map(|course| &course.external_id).collect();
    assert_eq!(names.len(), page.courses.len(), "a name occurs twice");
    for course in &page.courses {
        assert!(course.runs.len() <= JsonLdPage::MAX_RUNS_OF_COURSE);
        let keys: HashSet<_> = course.runs.iter().map(|run| &run.key).collect();
        assert_eq!(keys.len(), course.runs.len(), "a key occurs twice");
        for run in &course.runs {
            assert!(run.instructors.len() <= JsonLdPage::MAX_INSTRUCTORS_OF_RUN);
            run.details.check().expect("what is read can be saved");
        }
    }
    assert!(page.rejections.iter().all(|it| it.line > 0 && !it.reason.is_empty()));
}
