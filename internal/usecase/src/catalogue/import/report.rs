//! What an import did, so that the numbers add up.

use std::ops::AddAssign;

/// How many items were seen, and what became of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All items: the sum of the rest.
    pub seen: u64,
    /// Items that are new.
    pub created: u64,
    /// Items that changed.
    pub updated: u64,
    /// Items about which nothing was written.
    pub unchanged: u64,
    /// Items that were set aside.
    pub rejected: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.seen += other.seen;
        self.created += other.created;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.rejected += other.rejected;
    }
}

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

impl Counts {
    pub(super) fn count(&mut self, fate: Fate) {
        self.seen += 1;
        *match fate {
            Fate::Created => &mut self.created,
            Fate::Updated => &mut self.updated,
            Fate::Unchanged => &mut self.unchanged,
            Fate::Rejected => &mut self.rejected,
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
    /// Items that were set aside, in the order of the source.
    pub rejections: Vec<Rejection>,
}

impl AddAssign for BatchReport {
    fn add_assign(&mut self, other: Self) {
        self.courses += other.courses;
        self.runs += other.runs;
        self.rejections.extend(other.rejections);
    }
}
