//! Why somebody cannot take a seat in a run right now.

use jiff::Timestamp;

use crate::catalogue::{RunState, RunStatus};

/// One thing that stands between somebody and a seat. Derived, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EnrolmentObstacle {
    /// Its course is not in the catalogue.
    CourseNotListed,
    /// It has not been opened yet.
    RunPlanned,
    /// It was closed by hand.
    RunClosed,
    /// It will not take place.
    RunCancelled,
    /// It took place.
    RunCompleted,
    /// Its end has come.
    RunEnded,
    /// Its enrolment window has not begun.
    EnrolmentNotYetOpen,
    /// Its enrolment window is over.
    EnrolmentOver,
    /// It gives no seats at all.
    NoSeats,
}

impl RunState {
    /// Everything about the run itself that keeps people from a seat at `now`, each once, in the
    /// order of [`EnrolmentObstacle`]. Nothing if and only if [`RunState::availability`] says
    /// `open`.
    #[must_use]
    pub fn obstacles(&self, now: Timestamp) -> Vec<EnrolmentObstacle> {
        use EnrolmentObstacle as O;
        let details = &self.details;
        let status = match self.status {
            RunStatus::Planned => Some(O::RunPlanned),
            RunStatus::Open => None,
            RunStatus::Closed => Some(O::RunClosed),
            RunStatus::Cancelled => Some(O::RunCancelled),
            RunStatus::Completed => Some(O::RunCompleted),
        };
        let come = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
        let early = details.window.opens_at.is_some_and(|at| now < at);
        let rest = [
            (come(details.ends_at), O::RunEnded),
            (early, O::EnrolmentNotYetOpen),
            (come(details.window.closes_at), O::EnrolmentOver),
            (details.capacity.seats() == Some(0), O::NoSeats),
        ];
        let rest = rest.into_iter().filter_map(|(applies, obstacle)| applies.then_some(obstacle));
        status.into_iter().chain(rest).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::catalogue::fixtures::at;
    use crate::catalogue::{
        Availability, Capacity, EnrolmentWindow, Mode, NewRun, Run, RunDetails, RunKey,
    };

    fn run(status: RunStatus, details: RunDetails) -> RunState {
        let id = Uuid::from_u128(1);
        let key = RunKey::parse("1").unwrap();
        let blank = RunDetails::blank(Mode::Online);
        let new = NewRun { id: id.into(), course_id: id.into(), key, details: blank };
        let created = Run::create(new, at(0)).unwrap();
        RunState { status, details, ..created.state().clone() }
    }

    #[test]
    fn every_reason_is_told_at_once() {
        use EnrolmentObstacle as O;
        let details = RunDetails {
            ends_at: Some(at(5)),
            window: EnrolmentWindow { opens_at: None, closes_at: Some(at(4)) },
            capacity: Capacity::new(Some(0)).unwrap(),
            ..RunDetails::blank(Mode::Online)
        };
        let closed = run(RunStatus::Closed, details);
        assert_eq!(
            closed.obstacles(at(5)),
            [O::RunClosed, O::RunEnded, O::EnrolmentOver, O::NoSeats]
        );
    }

    proptest! {
        #[test]
        fn nothing_stands_in_the_way_exactly_when_seats_are_given(
            status in prop::sample::select(RunStatus::ALL.to_vec()),
            dates in prop::array::uniform4(prop::option::of(0..5_i64)),
            seats in prop::option::of(0..2_u32),
        ) {
            let [starts_at, ends_at, opens_at, closes_at] = dates.map(|date| date.map(at));
            let details = RunDetails {
                starts_at,
                ends_at,
                window: EnrolmentWindow { opens_at, closes_at },
                capacity: Capacity::new(seats).unwrap(),
                ..RunDetails::blank(Mode::Online)
            };
            let run = run(status, details);
            let obstacles = run.obstacles(at(2));
            prop_assert_eq!(obstacles.is_empty(), run.availability(at(2)) == Availability::Open);
            prop_assert!(obstacles.is_sorted() && !obstacles.contains(&EnrolmentObstacle::CourseNotListed));
        }
    }
}
