//! The clock of the machine and ids made from it.

use courses_port::{Clock, IdSource};
use jiff::{Timestamp, TimestampRound, Unit};
use uuid::Uuid;

/// The clock of the machine, to the millisecond.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        let truncate =
            TimestampRound::new().smallest(Unit::Millisecond).mode(jiff::RoundMode::Trunc);
        now.round(truncate).unwrap_or(now)
    }
}

/// Ids of version 7: time first, then chance.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SystemIds;

impl IdSource for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
    fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}
