//! The demo catalogue comes in as it is.

use std::path::Path;

use courses_handler_import::UiucCatalogue;
use courses_usecase::catalogue::RunIntent;

use crate::world::World;

/// The files of the demo catalogue by name.
fn files() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../examples/demo-catalogue");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|it| it == "csv")).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn the_demo_catalogue_has_no_rejects_and_comes_in_twice_without_a_change() {
    let world = World::new();
    let (mut courses, mut runs) = (0, 0);
    for file in files() {
        let report = world.import(&file).unwrap();
        assert_eq!(report.rejections, []);
        assert_eq!(report.courses.created, report.courses.seen);
        assert_eq!(report.runs.created, report.runs.seen);
        courses += report.courses.created;
        runs += report.runs.created;
    }
    assert!((55..=70).contains(&courses) && (100..=130).contains(&runs), "{courses} {runs}");
    for file in files() {
        let report = world.import(&file).unwrap();
        assert_eq!(report.courses.unchanged, report.courses.seen);
        assert_eq!(report.runs.unchanged, report.runs.seen);
    }
}

#[test]
fn the_demo_catalogue_shows_what_the_product_can_do() {
    let files: Vec<_> =
        files().iter().map(|file| UiucCatalogue::read(file.as_bytes()).unwrap()).collect();
    let courses: Vec<_> = files.iter().flat_map(|file| &file.courses).collect();
    let runs: Vec<_> = courses.iter().flat_map(|course| &course.runs).collect();
    for course in &courses {
        let subject = course.subject.as_ref().unwrap();
        assert_ne!(subject.title.as_str(), subject.code.as_str().to_uppercase());
        assert!(course.summary.is_some() && course.description.is_some(), "{}", course.external_id);
    }
    assert!(courses.iter().filter(|it| it.language.as_str() == "ru").count() >= 5);
    assert!(courses.iter().any(|it| it.title.as_str().contains('&')));
    let with = |intent| runs.iter().any(|run| run.intent == intent);
    assert!(with(RunIntent::Open) && with(RunIntent::Closed) && with(RunIntent::Unknown));
    let modes: Vec<&str> = runs.iter().map(|run| run.details.mode.word()).collect();
    assert!(["online", "onsite", "hybrid"].iter().all(|mode| modes.contains(mode)));
}
