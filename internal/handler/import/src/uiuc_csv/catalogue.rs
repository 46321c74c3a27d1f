//! What a file holds once it was read.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use courses_domain::catalogue::{ImportFormat, TimeZoneName};
use courses_usecase::catalogue::{ImportedCourse, Rejection, WholeSource};

use crate::CsvError;
use crate::uiuc_csv::group::Grouping;
use crate::uiuc_csv::row::Row;
use crate::uiuc_csv::source::Source;

/// The courses of a file, in order of first appearance, and what was set aside.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UiucCatalogue {
    /// The courses with their runs.
    pub courses: Vec<ImportedCourse>,
    /// The keys of all courses that are named, also in rows that cannot be used.
    pub courses_named: HashSet<String>,
    /// Rows that cannot be used and do not even tell which course they are about.
    pub rows_nameless: u64,
    /// Rows of the file, the header not counted.
    pub rows: u64,
    /// Distinct courses that are named but have no row that can be used.
    pub courses_rejected: u64,
    /// Distinct runs that are named but have no row that can be used.
    pub runs_rejected: u64,
    /// The rows that cannot be used, one entry each, in the order of the file.
    pub rejections: Vec<Rejection>,
    pub(super) rows_of_runs: HashMap<u64, u64>,
}

impl UiucCatalogue {
    /// The most rows of a file.
    pub const MAX_ROWS: u64 = 200_000;
    /// The most bytes of a file.
    pub const MAX_BYTES: u64 = 256 * 1024 * 1024;
    /// The most runs that a file can give one course.
    pub const MAX_RUNS_OF_COURSE: usize = 1_000;
    /// The most instructors that a file can give one run.
    pub const MAX_INSTRUCTORS_OF_RUN: usize = 100;

    /// Reads a file. Rows of one course, or of one run, need not stand together: the first row
    /// that can be used tells about the course or the run, later ones add runs, meetings and
    /// instructors. A row that cannot be used is set aside with its line and the reason.
    ///
    /// Blocks while it reads, and never holds the file as a whole, only what was made from it.
    ///
    /// # Errors
    ///
    /// [`CsvError`] if the file as a whole cannot be used.
    pub fn read(reader: impl Read) -> Result<Self, CsvError> {
        let time_zone = chicago();
        let mut source = Source::open(reader)?;
        let mut grouping = Grouping::default();
        while let Some(mut line) = source.next_line()? {
            let fault = line.fault.take();
            let raw = source.raw(&line);
            grouping.see(&raw);
            let row = match fault {
                Some(fault) => Err(fault),
                None => Row::parse(&raw, line.number, &time_zone),
            };
            if let Err(fault) = row.and_then(|row| grouping.add(row)) {
                grouping.reject(&raw, line.number, &fault);
            }
        }
        Ok(grouping.finish())
    }

    /// What the file names, if it is the whole of its source.
    #[must_use]
    pub fn whole(&self) -> WholeSource<'_> {
        WholeSource {
            source: ImportFormat::UiucCsv.source(),
            keys: &self.courses_named,
            rows_nameless: self.rows_nameless,
        }
    }

    /// How many rows of the file the run that begins on `line` was made from.
    #[must_use]
    pub fn rows_of_run(&self, line: u64) -> u64 {
        self.rows_of_runs.get(&line).copied().unwrap_or_default()
    }
}

/// The time zone of the university.
fn chicago() -> TimeZoneName {
    TimeZoneName::parse("America/Chicago")
        .expect("the database compiled into the program knows Chicago")
}
