//! A file on its way into a catalogue in memory.

use courses_domain::shared::Role;
use courses_handler_import::{CsvError, ImportError, Progress, RowCounts};
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
