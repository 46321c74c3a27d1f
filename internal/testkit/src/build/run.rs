//! Runs.

use courses_domain::catalogue::{
    Capacity, ClockTime, CourseId, EnrolmentWindow, Location, Meeting, Mode, Room, RunDetails,
    RunKey, RunState, RunStatus, RunTitle, TimeZoneName, Weekday,
};
use courses_domain::shared::{Currency, Money};
use jiff::Timestamp;

use super::Make;

impl Make {
    /// A planned run about which nothing is known; never saved.
    pub fn run(&mut self, course: CourseId, key: &str) -> RunState {
        let now = self.tick();
        RunState {
            id: self.id(),
            revision: 1,
            next_sequence: 1,
            version: 1,
            course_id: course,
            key: RunKey::parse(key).expect("tests give good keys"),
            status: RunStatus::Planned,
            details: RunDetails::blank(Mode::Online),
            created_at: now,
            updated_at: now,
            deleted: false,
        }
    }

    /// A run with every field set; never saved.
    pub fn rich_run(&mut self, course: CourseId) -> RunState {
        let mut state = self.run(course, "весна 2026/A");
        state.next_sequence = 4;
        state.version = 3;
        state.status = RunStatus::Open;
        state.updated_at = self.at(5);
        state.details = RunDetails {
            title: Some(RunTitle::parse("Алгебра вечером").expect("valid")),
            starts_at: Some(self.at(10_000)),
            ends_at: Some(self.at(20_000)),
            window: EnrolmentWindow {
                opens_at: Some(self.at(-500)),
                closes_at: Some(self.at(9_000)),
            },
            time_zone: TimeZoneName::parse("Europe/Berlin").expect("valid"),
            mode: Mode::Hybrid,
            location: Some(Location::parse("Главный корпус").expect("valid")),
            meetings: vec![
                Meeting {
                    weekdays: vec![Weekday::Monday, Weekday::Sunday],
                    start: ClockTime::parse("00:00").expect("valid"),
                    end: ClockTime::parse("23:59").expect("valid"),
                    room: Some(Room::parse("Аудитория 7").expect("valid")),
                },
                Meeting {
                    weekdays: vec![Weekday::Wednesday],
                    start: ClockTime::parse("09:05").expect("valid"),
                    end: ClockTime::parse("10:45").expect("valid"),
                    room: None,
                },
            ],
            instructor_ids: vec![self.id(), self.id()],
            capacity: Capacity::new(Some(30)).expect("valid"),
            price: Some(price(Money::MAX_AMOUNT)),
        };
        state
    }

    /// A run with random status, times near now, capacity and price; never saved. Its key is the
    /// number of values made so far, so it is free.
    pub fn random_run(&mut self, course: CourseId) -> RunState {
        let key = self.unique();
        let mut state = self.run(course, &key);
        state.status = self.random.pick(&RunStatus::ALL);
        state.details.starts_at = self.near();
        state.details.ends_at = self.near();
        state.details.window = EnrolmentWindow { opens_at: self.near(), closes_at: self.near() };
        state.details.capacity =
            Capacity::new(self.random.pick(&[None, Some(0), Some(1), Some(30)])).expect("valid");
        state.details.price = self.random.maybe(&[0, 1, 999, 1_000, 50_000]).map(price);
        state
    }

    fn near(&mut self) -> Option<Timestamp> {
        let noon: Timestamp = "2026-03-01T12:00:00.123Z".parse().expect("valid");
        let offset = self.random.pick(&[-7_200_000, -3_600_000, -1, 0, 1, 3_600_000, 7_200_000]);
        self.random.maybe(&[noon + jiff::SignedDuration::from_millis(offset)])
    }
}

fn price(amount: i64) -> Money {
    let currency = Currency::parse("RUB").expect("valid");
    Money::new(amount, currency).expect("tests give good prices")
}
