//! A file on its way into a catalogue in memory.

use courses_domain::shared::Role;
use courses_handler_import::{CsvError, GoneReport, ImportError, Progress, RowCounts};
use courses_usecase::catalogue::Counts;
use courses_usecase::{Refusal, WriteError};

use crate::golden::SMALL;
use crate::world::World;

#[test]
fn a_first_import_creates_and_a_second_changes_nothing() {
    let world = World::new();
    let first = world.import(SMALL).unwrap();
    assert_eq!(first.rows, RowCounts { seen: 9, rejected: 4 });
    assert_eq!(first.courses, Counts { seen: 4, created: 3, rejected: 1, ..Counts::default() });
    assert_eq!(first.runs, Counts { seen: 6, created: 4, rejected: 2, ..Counts::default() });
    assert_eq!((first.subjects, first.instructors), (2, 3));
    let lines: Vec<u64> = first.rejections.iter().map(|it| it.line).collect();
    assert_eq!(lines, [8, 9, 11, 12]);

    let second = world.import(SMALL).unwrap();
    assert_eq!(second.courses, Counts { seen: 4, unchanged: 3, rejected: 1, ..Counts::default() });
    assert_eq!(second.runs, Counts { seen: 6, unchanged: 4, rejected: 2, ..Counts::default() });
}

#[test]
fn a_repaired_file_adds_what_was_missing_and_updates_what_changed() {
    let world = World::new();
    world.import(SMALL).unwrap();
    let repaired = SMALL.replace("three hours", "1 TO 4 hours.").replace("12,Glass", "13,Glass");
    let report = world.import(&repaired).unwrap();
    assert_eq!((report.courses.updated, report.courses.created), (0, 0));
    assert_eq!((report.runs.created, report.runs.updated, report.runs.unchanged), (1, 1, 3));
}

#[test]
fn progress_is_told_before_and_after_every_batch() {
    let header = SMALL.lines().next().unwrap();
    let rows = (100..350).map(|number| {
        let cells = format!("2030,Fall,2030-fa,CS,{number},Course {number},,3 hours.,,,,{number}");
        format!("{cells},A,A,1,,,A,Open,Online,ONL,ARRANGED,,,,,\n")
    });
    let file = format!("{header}\n{}", rows.collect::<String>());
    let mut told = Vec::new();
    let report = World::new().import_as([Role::Admin], &file, &mut |it| told.push(it)).unwrap();
    assert_eq!(report.courses.created, 250);
    let progress = |done| Progress { done, total: 250 };
    assert_eq!(told, [0, 100, 200, 250].map(progress));
}

#[test]
fn nobody_but_an_admin_may_import_even_an_empty_file() {
    let header = SMALL.lines().next().unwrap();
    for role in [Role::Student, Role::Teacher, Role::Moderator] {
        let err = World::new().import_as([role], header, &mut |_| {}).unwrap_err();
        let refused = matches!(err, ImportError::Write(WriteError::Refused(Refusal::Forbidden)));
        assert!(refused, "{role:?}");
    }
    assert_eq!(World::new().import(header).unwrap().rows.seen, 0);
}

#[test]
fn a_file_of_another_kind_ends_with_the_missing_column() {
    let err = World::new().import("id,name\n1,x\n").unwrap_err();
    assert!(matches!(err, ImportError::Source(CsvError::MissingColumn { name: "Year" })));
}

/// The rows of these courses below the header of the small file.
fn schedule(numbers: impl IntoIterator<Item = u32>) -> String {
    let header = SMALL.lines().next().unwrap();
    let rows = numbers.into_iter().map(|number| {
        let cells = format!("2030,Fall,2030-fa,CS,{number},Course {number},,3 hours.,,,,{number}");
        format!("{cells},A,A,1,,,A,Open,Online,ONL,ARRANGED,,,,,\n")
    });
    format!("{header}\n{}", rows.collect::<String>())
}

#[test]
fn what_two_whole_files_do_not_name_is_archived_until_one_does() {
    let world = World::new();
    let round = |file: &str| {
        let gone = world.import_whole(file).unwrap().gone;
        (gone.round, [gone.missing, gone.archived, gone.restored])
    };
    assert_eq!(round(&schedule(1..=5)), (Some(1), [0, 0, 0]));
    assert_eq!(round(&schedule(1..=3)), (Some(2), [2, 0, 0]));
    assert_eq!(world.import(&schedule(1..=2)).unwrap().gone, GoneReport::default());
    assert_eq!(round(&schedule(1..=4)), (Some(3), [1, 1, 0]));
    assert_eq!(round(&schedule(1..=5)), (Some(4), [0, 0, 1]));
}

#[test]
fn a_bad_row_that_names_its_course_keeps_it_and_one_that_does_not_makes_it_no_round() {
    let world = World::new();
    world.import_whole(&schedule(1..=3)).unwrap();
    let bad = schedule(1..=3).replace("CS,3,Course 3,", "CS,3,,");
    for _ in 0..3 {
        let gone = world.import_whole(&bad).unwrap().gone;
        assert_eq!((gone.missing, gone.rows_nameless), (0, 0));
        assert!(gone.round.is_some());
    }
    for row in ["CS,,Course 3", "CS,3,Course 3,surplus"] {
        let doubtful = schedule(1..=3).replace("CS,3,Course 3", row);
        let gone = world.import_whole(&doubtful).unwrap().gone;
        assert_eq!((gone.complete, gone.round, gone.rows_nameless), (true, None, 1));
    }
}
