//! A run as a calendar that other programs subscribe to: iCalendar, RFC 5545.
//!
//! Every meeting is an event of its own with moments in UTC: a rule that repeats would need the
//! history of the time zone in the file, and programs disagree about it.

use courses_domain::catalogue::{Occurrence, RunState, RunStatus};
use courses_usecase::catalogue::RunCalendar;
use icalendar::{Calendar, Component as _, Event, EventLike as _, EventStatus, Property};
use jiff::Timestamp;

/// The text of the calendar.
pub(super) fn text(calendar: &RunCalendar) -> String {
    let RunCalendar { run, title, occurrences } = calendar;
    let title = &line(title);
    let mut all = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Courses//Runs//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        all.append_property(Property::new(key, value));
    }
    all.name(title);
    all.extend(occurrences.iter().map(|it| meeting(run, title, it)));
    if occurrences.is_empty() {
        all.extend(whole(run, title));
    }
    all.to_string()
}

fn meeting(run: &RunState, title: &str, meeting: &Occurrence) -> Event {
    let mut event = event(run, title, meeting.starts_at);
    event.add_property("DTEND", utc(meeting.ends_at));
    let room = meeting.room.as_ref().map(|room| line(room.as_str()));
    let places: Vec<String> = room.into_iter().chain(location(run)).collect();
    if !places.is_empty() {
        event.location(&places.join(", "));
    }
    event.done()
}

/// A run without meetings, as one event that leaves people free; nothing if it has no date.
fn whole(run: &RunState, title: &str) -> Option<Event> {
    let mut event = event(run, title, run.details.starts_at?);
    if let Some(end) = run.details.ends_at {
        event.add_property("DTEND", utc(end));
    }
    if let Some(location) = location(run) {
        event.location(&location);
    }
    event.add_property("TRANSP", "TRANSPARENT");
    Some(event.done())
}

fn event(run: &RunState, title: &str, starts_at: Timestamp) -> Event {
    let mut event = Event::new();
    let status = match run.status {
        RunStatus::Cancelled => EventStatus::Cancelled,
        RunStatus::Planned | RunStatus::Open | RunStatus::Closed | RunStatus::Completed => {
            EventStatus::Confirmed
        }
    };
    event
        .uid(&format!("{}-{}@courses", run.id, starts_at.as_second()))
        .sequence(u32::try_from(run.version).unwrap_or(u32::MAX))
        .add_property("DTSTAMP", utc(run.updated_at))
        .add_property("DTSTART", utc(starts_at))
        .summary(title)
        .status(status);
    event
}

fn location(run: &RunState) -> Option<String> {
    run.details.location.as_ref().map(|location| line(location.as_str()))
}

/// The text as one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A moment in whole seconds, which is all that a calendar knows.
fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use calcard::icalendar::ICalendar;
    use courses_domain::catalogue::{ClockTime, Location, Meeting, Room, TimeZoneName, Weekday};
    use courses_testkit::build::Make;

    use super::*;

    fn run() -> RunState {
        let mut make = Make::new(1);
        let course: uuid::Uuid = make.id();
        let mut run = make.run(course.into(), "2026");
        run.details.time_zone = TimeZoneName::parse("Europe/Berlin").unwrap();
        run.details.starts_at = Some("2026-03-20T00:00:00Z".parse().unwrap());
        run.details.ends_at = Some("2026-04-05T00:00:00Z".parse().unwrap());
        run.details.location = Some(Location::parse("Main building; left, then up").unwrap());
        run.details.meetings = vec![Meeting {
            weekdays: vec![Weekday::Thursday],
            start: ClockTime::parse("18:30").unwrap(),
            end: ClockTime::parse("20:00").unwrap(),
            room: Some(Room::parse("B 12").unwrap()),
        }];
        run
    }

    fn of(run: RunState, title: &str) -> String {
        let occurrences = run.details.occurrences();
        text(&RunCalendar { run, title: title.to_owned(), occurrences })
    }

    /// The lines as they are meant, unfolded.
    fn lines(text: &str) -> Vec<String> {
        text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
    }

    fn told<'a>(lines: &'a [String], name: &str) -> Vec<&'a str> {
        let value = |line: &'a String| line.split_once(':').filter(|(key, _)| *key == name);
        lines.iter().filter_map(value).map(|(_, value)| value).collect()
    }

    #[test]
    fn every_meeting_is_an_event_at_its_moment() {
        let text = of(run(), "Rivers\r\nand\rlakes");
        let lines = lines(&text);
        assert_eq!(told(&lines, "DTSTART"), ["20260326T173000Z", "20260402T163000Z"]);
        assert_eq!(told(&lines, "DTEND"), ["20260326T190000Z", "20260402T180000Z"]);
        assert_eq!(told(&lines, "SUMMARY"), ["Rivers and lakes", "Rivers and lakes"]);
        assert_eq!(told(&lines, "STATUS"), ["CONFIRMED", "CONFIRMED"]);
        assert_eq!(told(&lines, "LOCATION")[0], r"B 12\, Main building\; left\, then up");
        let mut ids = told(&lines, "UID");
        ids.dedup();
        assert_eq!(ids.len(), 2);
    }

    #[test]
    fn another_program_reads_it() {
        let long = "Реки, озёра; и \\ море ".repeat(8);
        for (run, title) in [(run(), "Rivers"), (run(), long.trim())] {
            let text = of(run, title);
            assert!(text.lines().all(|line| line.len() <= 75), "lines are folded: {text}");
            let read = ICalendar::parse(&text).expect("it is a calendar");
            let names: Vec<String> =
                read.components.iter().map(|it| it.component_type.as_str().to_owned()).collect();
            assert_eq!(names, ["VCALENDAR", "VEVENT", "VEVENT"]);
            let written = read.to_string().replace("\r\n ", "");
            let wanted = title.replace('\\', r"\\").replace(',', r"\,").replace(';', r"\;");
            assert_eq!(written.matches(&format!("SUMMARY:{wanted}\r\n")).count(), 2, "{written}");
        }
    }

    #[test]
    fn what_is_cancelled_is_cancelled_in_every_event() {
        let text = of(RunState { status: RunStatus::Cancelled, ..run() }, "Rivers");
        assert_eq!(told(&lines(&text), "STATUS"), ["CANCELLED", "CANCELLED"]);
    }

    #[test]
    fn a_run_without_meetings_is_one_event_and_one_without_dates_none() {
        let mut run = run();
        run.details.meetings.clear();
        let text = of(run.clone(), "Rivers");
        let told_lines = lines(&text);
        assert_eq!(told(&told_lines, "DTSTART"), ["20260320T000000Z"]);
        assert_eq!(told(&told_lines, "TRANSP"), ["TRANSPARENT"]);
        run.details.starts_at = None;
        let text = of(run, "Rivers");
        assert!(!text.contains("VEVENT") && ICalendar::parse(&text).is_ok(), "{text}");
    }
}
