//! The real schedules of a university, where they are at hand. They are not part of the project.

use std::path::PathBuf;

use courses_domain::catalogue::Description;
use courses_handler_import::UiucCatalogue;

use crate::world::{World, total};

/// The text of a real file, or `None` after saying that the test is skipped.
fn real_file(name: &str) -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "tests are told by the environment")]
    let told = std::env::var_os("COURSES_TEST_DATA").map(PathBuf::from);
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data/catalogue");
    let path = told.unwrap_or_else(|| PathBuf::from(beside)).join(name);
    if path.exists() {
        return Some(std::fs::read_to_string(&path).unwrap());
    }
    eprintln!("skipped: there is no {}; COURSES_TEST_DATA names the folder", path.display());
    None
}

fn check(name: &str, rows: u64, courses: u64, runs: u64) {
    let Some(file) = real_file(name) else { return };
    let read = UiucCatalogue::read(file.as_bytes()).unwrap();
    let rejections = &read.rejections;
    println!("{name}: {} rejected of {} rows: {rejections:?}", rejections.len(), read.rows);
    for course in &read.courses {
        for text in
            [Some(course.title.as_str()), course.description.as_ref().map(Description::as_str)]
        {
            let text = text.unwrap_or_default();
            assert!(!text.contains("&amp;"), "line {}", course.line);
            assert!(!text.contains("Prerequisite:"), "line {}", course.line);
        }
    }

    let world = World::new();
    let first = world.import(&file).unwrap();
    println!("{name}: {:?} {:?} {:?}", first.rows, first.courses, first.runs);
    println!("{name}: {} subjects, {} instructors", first.subjects, first.instructors);
    assert_eq!((first.rows.seen, first.rows.rejected), (rows, 0));
    assert_eq!((first.courses.seen, first.courses.created), (courses, courses));
    assert_eq!((first.runs.seen, first.runs.created), (runs, runs));

    let second = world.import(&file).unwrap();
    assert_eq!((second.courses.unchanged, second.runs.unchanged), (courses, runs));
    assert_eq!((total(second.courses), total(second.runs)), (courses, runs));
}

#[test]
fn the_summer_of_2025_comes_in_without_a_reject_and_twice_without_a_change() {
    check("uiuc-2025-summer.csv", 1686, 1047, 1638);
}

#[test]
fn the_summer_of_2026_comes_in_without_a_reject_and_twice_without_a_change() {
    check("uiuc-2026-summer.csv", 1724, 1062, 1675);
}
