//! What holds for every file.

use std::collections::HashSet;
use std::io::Read;

use courses_handler_import::{CsvError, UiucCatalogue};
use proptest::prelude::*;

use crate::golden::SMALL;
use crate::world::{World, total};

fn header() -> &'static str {
    SMALL.lines().next().unwrap()
}

/// A cell that is often good and sometimes not.
fn cell(values: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![
        9 => prop::sample::select(values).prop_map(str::to_owned),
        1 => "[ -~é\\n]{0,12}",
    ]
}

/// A row of the names and numbers of few courses, so that rows meet each other.
fn row() -> impl Strategy<Value = String> {
    let cells = (
        cell(&["2030-fa", "2031-sp"]),
        cell(&["CS", "MATH", "math"]),
        cell(&["101", "498", "7"]),
        cell(&["Computing", "Computing", "Numbers &amp; Co"]),
        cell(&["Of numbers. Prerequisite: none.", "", "See CS 101."]),
        cell(&["3 hours.", "1 TO 4 hours.", "", "4 TO 1 hours."]),
        cell(&["1", "2", "3", "4", "5", "6", ""]),
        cell(&["Open", "Closed", "UNKNOWN"]),
        cell(&["Online", "Lecture"]),
        (
            cell(&["09:00 AM", "ARRANGED"]),
            cell(&["09:50 AM", "08:00 PM"]),
            cell(&["MWF", "TR", ""]),
        ),
        cell(&["A, B;C, D", "E, F", ""]),
    );
    cells.prop_map(|(term, subject, number, name, text, hours, crn, status, kind, when, people)| {
        let (start, end, days) = when;
        let cells = [
            "2030", "Fall", &term, &subject, &number, &name, &text, &hours, "", "", "", &crn, "A",
            "A", "1", "", "", "A", &status, &kind, "", &start, &end, &days, "1", "Hall", &people,
        ];
        let quoted = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        quoted.join(",")
    })
}

fn file() -> impl Strategy<Value = String> {
    prop::collection::vec(row(), 0..40)
        .prop_map(|rows| format!("{}\n{}", header(), rows.join("\n")))
}

/// The distinct names of courses and of runs in a file, and the rows; counted another way.
fn named(file: &str) -> (usize, usize, usize) {
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(file.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = |row: &csv::StringRecord, cells: [usize; 2]| cells.map(|cell| words(&row[cell]));
    let courses: HashSet<_> = rows
        .iter()
        .map(|row| name(row, [3, 4]).map(|name| name.to_uppercase()))
        .filter(|[subject, number]| !subject.is_empty() && !number.is_empty())
        .map(|name| name.join(" "))
        .collect();
    let runs: HashSet<_> = rows
        .iter()
        .map(|row| name(row, [2, 11]))
        .filter(|[_, crn]| !crn.is_empty())
        .map(|name| name.join("-"))
        .collect();
    (rows.len(), courses.len(), runs.len())
}

/// Bytes without an end.
struct Endless(&'static [u8]);

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        for (byte, source) in out.iter_mut().zip(self.0.iter().cycle()) {
            *byte = *source;
        }
        Ok(out.len())
    }
}

#[test]
fn more_rows_than_allowed_are_refused() {
    let file = format!("{}\n", header());
    let err = UiucCatalogue::read(file.as_bytes().chain(Endless(b"x\n"))).unwrap_err();
    assert!(matches!(err, CsvError::TooManyRows));
    assert_eq!(err.to_string(), "the file has more than 200000 rows; split it");
}

#[test]
fn a_row_that_is_not_utf8_is_set_aside_and_its_names_are_counted() {
    let row = SMALL.lines().nth(5).unwrap();
    let mut file = format!("{}\n{row}\n", header()).into_bytes();
    let at = file.windows(6).position(|bytes| bytes == b"Rivers").unwrap();
    file[at] = 0xff;
    let found = UiucCatalogue::read(&*file).unwrap();
    assert_eq!(found.rejections[0].reason, "the row is not UTF-8");
    assert_eq!(found.rejections[0].line, 2);
    assert_eq!((found.courses_rejected, found.runs_rejected), (1, 1));
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let _ = UiucCatalogue::read(&*bytes);
        let file = [header().as_bytes(), b"\n", &bytes].concat();
        let found = UiucCatalogue::read(&*file).unwrap();
        prop_assert_eq!(found.rows, found.rejections.len() as u64);
    }

    #[test]
    fn arbitrary_cells_never_panic(cells in prop::collection::vec("\\PC{0,40}", 27)) {
        let quoted = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        let file = format!("{}\n{}", header(), quoted.collect::<Vec<_>>().join(","));
        prop_assert_eq!(UiucCatalogue::read(file.as_bytes()).unwrap().rows, 1);
    }

    #[test]
    fn every_name_in_a_file_is_read_or_rejected(file in file()) {
        let (rows, courses, runs) = named(&file);
        let found = UiucCatalogue::read(file.as_bytes()).unwrap();
        let read: usize = found.courses.iter().map(|course| course.runs.len()).sum();
        let lines = found.courses.iter().flat_map(|it| &it.runs).map(|run| run.line);
        let used: u64 = lines.map(|line| found.rows_of_run(line)).sum();
        prop_assert_eq!(found.rows, rows as u64);
        prop_assert_eq!(found.rows, used + found.rejections.len() as u64);
        prop_assert_eq!(found.courses.len() as u64 + found.courses_rejected, courses as u64);
        prop_assert_eq!(read as u64 + found.runs_rejected, runs as u64);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_report_adds_up(file in file()) {
        let (rows, courses, runs) = named(&file);
        let world = World::new();
        let first = world.import(&file).unwrap();
        prop_assert_eq!(first.rows.seen, rows as u64);
        prop_assert_eq!(first.courses.seen, courses as u64);
        prop_assert_eq!(first.runs.seen, runs as u64);
        prop_assert_eq!(total(first.courses), first.courses.seen);
        prop_assert_eq!(total(first.runs), first.runs.seen);
        let second = world.import(&file).unwrap();
        prop_assert_eq!(second.courses.unchanged, first.courses.created);
        prop_assert_eq!(second.runs.unchanged, first.runs.created);
        prop_assert_eq!(second.rejections, first.rejections);
    }
}
