//! What an import did, so that the numbers add up.

use std::ops::AddAssign;

pub use courses_domain::catalogue::ImportCounts as Counts;

/// What became of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is new.
    Created,
    /// It changed.
    Updated,
    /// Nothing was written.
    Unchanged,
    /// It was set aside.
    Rejected,
}

impl Fate {
    /// Counts one more item with this fate.
    pub(super) fn count(self, counts: &mut Counts) {
        counts.seen += 1;
        *match self {
            Self::Created => &mut counts.created,
            Self::Updated => &mut counts.updated,
            Self::Unchanged => &mut counts.unchanged,
            Self::Rejected => &mut counts.rejected,
        } += 1;
    }
}

/// An item that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The line in the source, counted from 1.
    pub line: u64,
    /// Why, in one sentence.
    pub reason: String,
}

/// What became of one batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchReport {
    /// Courses.
    pub courses: Counts,
    /// Runs.
    pub runs: Counts,
    /// Courses that were archived for being gone from the source and came back.
    pub restored: u64,
    /// Items that were set aside, in the order of the source.
    pub rejections: Vec<Rejection>,
}

impl AddAssign for BatchReport {
    fn add_assign(&mut self, other: Self) {
        self.courses += other.courses;
        self.runs += other.runs;
        self.restored += other.restored;
        self.rejections.extend(other.rejections);
    }
}
