//! Whether somebody could take a seat in a run right now.

use jiff::Timestamp;

use crate::catalogue::{RunState, RunStatus};

/// What a run means to somebody who would like to take a seat. Derived, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Availability {
    /// Seats will be given later.
    NotYetOpen,
    /// Seats are given.
    Open,
    /// All seats are taken.
    Full,
    /// No seats are given any more, and it has not begun.
    Closed,
    /// It has begun, and no seats are given any more.
    Running,
    /// It is over.
    Ended,
    /// It will not take place.
    Cancelled,
    /// It has no date yet.
    ToBeScheduled,
}

impl Availability {
    /// Every value.
    pub const ALL: [Self; 8] = [
        Self::NotYetOpen,
        Self::Open,
        Self::Full,
        Self::Closed,
        Self::Running,
        Self::Ended,
        Self::Cancelled,
        Self::ToBeScheduled,
    ];

    /// The word for this value.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotYetOpen => "not_yet_open",
            Self::Open => "open",
            Self::Full => "full",
            Self::Closed => "closed",
            Self::Running => "running",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
            Self::ToBeScheduled => "to_be_scheduled",
        }
    }

    /// The value with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

impl RunState {
    /// The availability at `now`, decided by the first rule that applies:
    ///
    /// 1. cancelled → `cancelled`; completed, or its end has come → `ended`;
    /// 2. planned: begun → `running`, has a start → `not_yet_open`, else `to_be_scheduled`;
    /// 3. open, before its enrolment window → `not_yet_open`;
    /// 4. open, inside the window, capacity not 0 → `open`;
    /// 5. else: begun → `running`, not begun → `closed`.
    ///
    /// [`Availability::Full`] needs counted seats and is decided where they are counted.
    #[must_use]
    pub fn availability(&self, now: Timestamp) -> Availability {
        let details = &self.details;
        let begun = details.starts_at.is_some_and(|at| at <= now);
        let over = details.ends_at.is_some_and(|at| at <= now);
        let early = details.window.opens_at.is_some_and(|at| now < at);
        let late = details.window.closes_at.is_some_and(|at| at <= now);
        let has_seats = details.capacity.seats() != Some(0);
        match self.status {
            RunStatus::Cancelled => Availability::Cancelled,
            RunStatus::Completed => Availability::Ended,
            _ if over => Availability::Ended,
            RunStatus::Planned if begun => Availability::Running,
            RunStatus::Planned if details.starts_at.is_some() => Availability::NotYetOpen,
            RunStatus::Planned => Availability::ToBeScheduled,
            RunStatus::Open if early => Availability::NotYetOpen,
            RunStatus::Open if !late && has_seats => Availability::Open,
            RunStatus::Open | RunStatus::Closed if begun => Availability::Running,
            RunStatus::Open | RunStatus::Closed => Availability::Closed,
        }
    }
}

#[cfg(test)]
mod tests;
