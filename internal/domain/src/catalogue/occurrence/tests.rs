use proptest::prelude::*;

use super::*;
use crate::catalogue::{Mode, TimeZoneName};

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn meeting(weekdays: &[Weekday], start: &str, end: &str) -> Meeting {
    Meeting {
        weekdays: weekdays.to_vec(),
        start: ClockTime::parse(start).unwrap(),
        end: ClockTime::parse(end).unwrap(),
        room: None,
    }
}

fn run(zone: &str, from: &str, to: Option<&str>, meetings: Vec<Meeting>) -> RunDetails {
    RunDetails {
        time_zone: TimeZoneName::parse(zone).unwrap(),
        starts_at: Some(time(from)),
        ends_at: to.map(time),
        meetings,
        ..RunDetails::blank(Mode::Onsite)
    }
}

/// Beginnings and ends as texts.
fn told(run: &RunDetails) -> Vec<(String, String)> {
    let all = run.occurrences().into_iter();
    all.map(|it| (it.starts_at.to_string(), it.ends_at.to_string())).collect()
}

#[track_caller]
fn check(run: &RunDetails, expected: &[(&str, &str)]) {
    let told = told(run);
    let told: Vec<_> = told.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(told, expected);
}

#[test]
fn in_berlin_a_meeting_stays_on_its_clock_through_both_changes() {
    let thursdays = || vec![meeting(&[Weekday::Thursday], "18:30", "20:00")];
    let spring =
        run("Europe/Berlin", "2026-03-20T00:00:00Z", Some("2026-04-05T00:00:00Z"), thursdays());
    check(
        &spring,
        &[
            ("2026-03-26T17:30:00Z", "2026-03-26T19:00:00Z"),
            ("2026-04-02T16:30:00Z", "2026-04-02T18:00:00Z"),
        ],
    );
    let autumn =
        run("Europe/Berlin", "2026-10-20T00:00:00Z", Some("2026-10-30T00:00:00Z"), thursdays());
    check(
        &autumn,
        &[
            ("2026-10-22T16:30:00Z", "2026-10-22T18:00:00Z"),
            ("2026-10-29T17:30:00Z", "2026-10-29T19:00:00Z"),
        ],
    );
}

#[test]
fn in_new_york_a_meeting_stays_on_its_clock_through_both_changes() {
    let mondays = || vec![meeting(&[Weekday::Monday], "09:00", "10:00")];
    let spring =
        run("America/New_York", "2026-03-01T00:00:00Z", Some("2026-03-10T00:00:00Z"), mondays());
    check(
        &spring,
        &[
            ("2026-03-02T14:00:00Z", "2026-03-02T15:00:00Z"),
            ("2026-03-09T13:00:00Z", "2026-03-09T14:00:00Z"),
        ],
    );
    let autumn =
        run("America/New_York", "2026-10-25T12:00:00Z", Some("2026-11-03T00:00:00Z"), mondays());
    check(
        &autumn,
        &[
            ("2026-10-26T13:00:00Z", "2026-10-26T14:00:00Z"),
            ("2026-11-02T14:00:00Z", "2026-11-02T15:00:00Z"),
        ],
    );
}

#[test]
fn on_lord_howe_island_the_clock_changes_by_half_an_hour() {
    let saturdays = || vec![meeting(&[Weekday::Saturday], "10:00", "11:00")];
    let autumn = run(
        "Australia/Lord_Howe",
        "2026-04-03T00:00:00Z",
        Some("2026-04-12T00:00:00Z"),
        saturdays(),
    );
    check(
        &autumn,
        &[
            ("2026-04-03T23:00:00Z", "2026-04-04T00:00:00Z"),
            ("2026-04-10T23:30:00Z", "2026-04-11T00:30:00Z"),
        ],
    );
    let spring = run(
        "Australia/Lord_Howe",
        "2026-10-02T00:00:00Z",
        Some("2026-10-11T00:00:00Z"),
        saturdays(),
    );
    check(
        &spring,
        &[
            ("2026-10-02T23:30:00Z", "2026-10-03T00:30:00Z"),
            ("2026-10-09T23:00:00Z", "2026-10-10T00:00:00Z"),
        ],
    );
}

#[test]
fn a_meeting_that_the_clock_jumps_over_is_later_and_one_shown_twice_is_the_first() {
    let sundays = || vec![meeting(&[Weekday::Sunday], "02:30", "03:30")];
    let gap = run("Europe/Berlin", "2026-03-28T12:00:00Z", Some("2026-03-30T00:00:00Z"), sundays());
    check(&gap, &[("2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z")]);
    let fold =
        run("Europe/Berlin", "2026-10-24T12:00:00Z", Some("2026-10-26T00:00:00Z"), sundays());
    check(&fold, &[("2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z")]);
}

#[test]
fn meetings_of_a_day_come_in_the_order_of_the_clock_and_within_the_run() {
    let meetings = vec![
        meeting(&[Weekday::Monday, Weekday::Tuesday], "14:00", "15:00"),
        meeting(&[Weekday::Monday], "08:00", "09:00"),
    ];
    let run = run("UTC", "2026-03-02T08:00:00Z", Some("2026-03-03T14:00:00Z"), meetings);
    check(
        &run,
        &[
            ("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"),
            ("2026-03-02T14:00:00Z", "2026-03-02T15:00:00Z"),
        ],
    );
}

#[test]
fn without_a_start_or_a_meeting_there_is_nothing_to_tell() {
    let meetings = vec![meeting(&[Weekday::Monday], "08:00", "09:00")];
    let undated = RunDetails { meetings, ..RunDetails::blank(Mode::Onsite) };
    assert_eq!(undated.occurrences(), []);
    assert_eq!(run("UTC", "2026-03-02T08:00:00Z", None, Vec::new()).occurrences(), []);
}

#[test]
fn a_run_without_an_end_is_looked_at_for_a_year_and_a_long_one_up_to_the_limit() {
    let mondays = vec![meeting(&[Weekday::Monday], "08:00", "09:00")];
    let open = run("UTC", "2026-03-02T00:00:00Z", None, mondays);
    assert_eq!(open.occurrences().len(), 53);
    let daily = vec![meeting(&Weekday::ALL, "08:00", "09:00")];
    let long = run("UTC", "2026-03-02T00:00:00Z", Some("9999-12-01T00:00:00Z"), daily);
    assert_eq!(long.occurrences().len(), Occurrence::MAX_OF_RUN);
}

proptest! {
    #[test]
    fn meetings_are_in_order_within_the_run_and_on_their_clock(
        zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia"]),
        from in 0_i64..4_000_000_000,
        days in 1_i64..400,
        start in 0_u16..1_439,
        day in prop::sample::select(Weekday::ALL.to_vec()),
    ) {
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let from = Timestamp::from_second(from).unwrap();
        let to = from + jiff::SignedDuration::from_hours(days * 24);
        let meetings = vec![meeting(&[day], &clock(start), &clock(start + 1))];
        let run = run(zone, &from.to_string(), Some(&to.to_string()), meetings);
        let all = run.occurrences();
        prop_assert!(all.windows(2).all(|pair| pair[0].starts_at < pair[1].starts_at));
        for it in &all {
            prop_assert!(from <= it.starts_at && it.starts_at < to && it.starts_at < it.ends_at);
        }
        prop_assert!(all.len().abs_diff(usize::try_from(days / 7).unwrap()) <= 1);
    }
}
