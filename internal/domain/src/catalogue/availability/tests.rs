use super::*;
use crate::catalogue::{Capacity, EnrolmentWindow, Mode, NewRun, Run, RunDetails, RunKey};

const NOW: i64 = 1_000;

fn at(second: Option<i64>) -> Option<Timestamp> {
    second.map(|second| Timestamp::from_second(second).unwrap())
}

/// Start, end, opening and closing of enrolment, in seconds; now is 1,000.
struct Dates {
    starts: Option<i64>,
    ends: Option<i64>,
    opens: Option<i64>,
    closes: Option<i64>,
}

const fn dates(
    starts: Option<i64>,
    ends: Option<i64>,
    opens: Option<i64>,
    closes: Option<i64>,
) -> Dates {
    Dates { starts, ends, opens, closes }
}

fn availability(status: RunStatus, dates: &Dates, seats: Option<u32>) -> Availability {
    let details = RunDetails {
        starts_at: at(dates.starts),
        ends_at: at(dates.ends),
        window: EnrolmentWindow { opens_at: at(dates.opens), closes_at: at(dates.closes) },
        capacity: Capacity::new(seats).unwrap(),
        ..RunDetails::blank(Mode::Online)
    };
    let id = uuid::Uuid::from_u128(1);
    let key = RunKey::parse("1").unwrap();
    let blank = RunDetails::blank(Mode::Online);
    let new = NewRun { id: id.into(), course_id: id.into(), key, details: blank };
    let run = Run::create(new, Timestamp::UNIX_EPOCH).unwrap();
    let state = RunState { status, details, ..run.state().clone() };
    state.availability(Timestamp::from_second(NOW).unwrap())
}

#[test]
fn the_first_rule_that_applies_decides() {
    use Availability as A;
    use RunStatus as S;
    let no_dates = || dates(None, None, None, None);
    let begins = |at| dates(Some(at), None, None, None);
    let ends = |at| dates(None, Some(at), None, None);
    let window = |opens, closes| dates(None, None, opens, closes);
    let table = [
        // A word of the status that ends everything.
        (S::Cancelled, ends(1), None, A::Cancelled),
        (S::Cancelled, no_dates(), None, A::Cancelled),
        (S::Completed, no_dates(), None, A::Ended),
        (S::Completed, begins(2_000), None, A::Ended),
        // Its end has come, to the second.
        (S::Planned, ends(NOW), None, A::Ended),
        (S::Open, ends(NOW), None, A::Ended),
        (S::Closed, ends(NOW), None, A::Ended),
        (S::Open, ends(NOW + 1), None, A::Open),
        // Planned.
        (S::Planned, no_dates(), None, A::ToBeScheduled),
        (S::Planned, begins(NOW + 1), None, A::NotYetOpen),
        (S::Planned, begins(NOW), None, A::Running),
        (S::Planned, window(Some(1), Some(2_000)), None, A::ToBeScheduled),
        // Open: the window begins with its first second and ends before its last.
        (S::Open, no_dates(), None, A::Open),
        (S::Open, window(Some(NOW + 1), None), None, A::NotYetOpen),
        (S::Open, window(Some(NOW), None), None, A::Open),
        (S::Open, window(None, Some(NOW + 1)), None, A::Open),
        (S::Open, window(None, Some(NOW)), None, A::Closed),
        (S::Open, dates(Some(NOW), None, Some(NOW + 1), None), None, A::NotYetOpen),
        (S::Open, dates(Some(NOW), None, None, Some(NOW)), None, A::Running),
        (S::Open, dates(Some(NOW + 1), None, None, Some(NOW)), None, A::Closed),
        (S::Open, dates(Some(NOW), None, None, None), None, A::Open),
        // Open, but without seats.
        (S::Open, no_dates(), Some(1), A::Open),
        (S::Open, no_dates(), Some(0), A::Closed),
        (S::Open, begins(NOW), Some(0), A::Running),
        (S::Open, window(Some(NOW + 1), None), Some(0), A::NotYetOpen),
        // Closed.
        (S::Closed, no_dates(), None, A::Closed),
        (S::Closed, begins(NOW + 1), None, A::Closed),
        (S::Closed, begins(NOW), None, A::Running),
        (S::Closed, window(Some(NOW + 1), None), None, A::Closed),
    ];
    for (number, (status, dates, seats, expected)) in table.into_iter().enumerate() {
        assert_eq!(availability(status, &dates, seats), expected, "row {number}: {status:?}");
    }
}

#[test]
fn a_value_is_known_by_its_word() {
    for one in Availability::ALL {
        assert_eq!(Availability::parse(one.word()), Some(one));
    }
    assert_eq!(Availability::parse("sold-out"), None);
}
