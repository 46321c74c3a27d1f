//! Where the tests of this crate end the process: before and after each statement that changes
//! something.

use std::sync::atomic::{AtomicI64, Ordering};

/// How many points the process still lives through.
static LEFT: AtomicI64 = AtomicI64::new(i64::MAX);

/// Ends the process after so many more points.
pub(crate) fn die_after(points: i64) {
    LEFT.store(points, Ordering::SeqCst);
}

/// A point; a process that has none left ends as if it was killed.
pub(super) fn point() {
    if LEFT.fetch_sub(1, Ordering::SeqCst) <= 0 {
        std::process::abort();
    }
}
