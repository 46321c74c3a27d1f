//! A clock that stands still and ids that can be foretold.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use courses_port::{Clock, IdSource};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// A clock that moves only when told to.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl Default for FixedClock {
    /// Stands at 2026-01-01T00:00:00Z.
    fn default() -> Self {
        Self(AtomicI64::new(1_767_225_600_000))
    }
}

impl FixedClock {
    /// Moves the clock on.
    ///
    /// # Panics
    ///
    /// If `by` is millions of years.
    pub fn advance(&self, by: SignedDuration) {
        let millis = i64::try_from(by.as_millis()).expect("tests move clocks by little");
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).expect("a time in range")
    }
}

/// Ids that count up: the last digits are 1, 2, 3 …
#[derive(Debug, Default)]
pub struct CountingIds(AtomicU64);

impl IdSource for CountingIds {
    fn new_id(&self) -> Uuid {
        let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(number) * 0x100)
    }
}
