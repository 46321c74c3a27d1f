//! What an import did, from the rows of the source to the runs of the catalogue.

use courses_usecase::catalogue::{Counts, Rejection};

/// The whole of an import. Courses and runs each add up: what was seen was created, updated,
/// left unchanged or rejected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Rows of the source, the header not counted.
    pub rows: RowCounts,
    /// Courses: distinct names of courses in the source.
    pub courses: Counts,
    /// Runs: distinct names of runs in the source.
    pub runs: Counts,
    /// Distinct subjects of the courses that were read.
    pub subjects: u64,
    /// Distinct instructors of the runs that were read.
    pub instructors: u64,
    /// What was found to be gone from the source, or there again.
    pub gone: GoneReport,
    /// What was set aside, in the order of the source.
    pub rejections: Vec<Rejection>,
}

/// What was found to be gone from a source, or there again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GoneReport {
    /// Whether the file was taken for the whole of its source.
    pub complete: bool,
    /// The round of the source that this was; `None` if it was none.
    pub round: Option<u64>,
    /// Rows that were set aside and do not even tell which course they are about. With one of them
    /// it is no round.
    pub rows_nameless: u64,
    /// Courses that the file does not name.
    pub missing: u64,
    /// Of these, courses that were archived now.
    pub archived: u64,
    /// Courses that were archived for being gone and that the file names again.
    pub restored: u64,
}

/// What became of the rows of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// All rows.
    pub seen: u64,
    /// Rows from which nothing was taken.
    pub rejected: u64,
}
