//! When the people of a run really meet: its weekly meetings, on the clock of its time zone, as
//! moments.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::catalogue::{ClockTime, Meeting, Room, RunDetails, Weekday};

/// One time that people meet. Derived, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends, later.
    pub ends_at: Timestamp,
    /// Where it is.
    pub room: Option<Room>,
}

impl Occurrence {
    /// The most that are told of one run.
    pub const MAX_OF_RUN: usize = 1_000;
    /// How far a run without an end is looked at, in days from its start.
    pub const OPEN_END_DAYS: i32 = 365;
}

impl RunDetails {
    /// Every time that people meet between the start and the end of the run, in order, at most
    /// [`Occurrence::MAX_OF_RUN`]; nothing before a start is known.
    ///
    /// A meeting is at the same time of day all year. Where the clock jumps over its beginning, it
    /// begins as much later; where the clock shows its beginning twice, it begins the first time.
    #[must_use]
    pub fn occurrences(&self) -> Vec<Occurrence> {
        let Some(from) = self.starts_at.filter(|_| !self.meetings.is_empty()) else {
            return Vec::new();
        };
        let zone = self.time_zone.zone();
        let first = from.to_zoned(zone.clone()).date();
        let last = match self.ends_at {
            Some(end) => end.to_zoned(zone.clone()).date(),
            None => first.saturating_add(jiff::Span::new().days(Occurrence::OPEN_END_DAYS)),
        };
        let in_run = |it: &Occurrence| {
            from <= it.starts_at && self.ends_at.is_none_or(|end| it.starts_at < end)
        };
        let mut all = Vec::new();
        let days = std::iter::successors(Some(first), |day| day.tomorrow().ok());
        for day in days.take_while(|day| *day <= last) {
            let weekday = weekday(day);
            let meetings = self.meetings.iter().filter(|it| it.weekdays.contains(&weekday));
            let mut today: Vec<Occurrence> =
                meetings.filter_map(|it| occurrence(it, day, &zone)).filter(in_run).collect();
            today.sort_by_key(|it| (it.starts_at, it.ends_at));
            all.append(&mut today);
            if all.len() >= Occurrence::MAX_OF_RUN {
                all.truncate(Occurrence::MAX_OF_RUN);
                break;
            }
        }
        all
    }
}

/// A meeting on a day; nothing if the calendar ends there.
fn occurrence(meeting: &Meeting, day: Date, zone: &TimeZone) -> Option<Occurrence> {
    let moment = |time: ClockTime| {
        let midnight = day.to_datetime(jiff::civil::Time::midnight());
        let wall = midnight.checked_add(minutes(time.minutes())).ok()?;
        Some(wall.to_zoned(zone.clone()).ok()?.timestamp())
    };
    let (starts_at, ends_at) = (moment(meeting.start)?, moment(meeting.end)?);
    // A clock that jumps may swallow a meeting whole.
    let ends_at = if ends_at > starts_at {
        ends_at
    } else {
        starts_at.checked_add(minutes(meeting.end.minutes() - meeting.start.minutes())).ok()?
    };
    Some(Occurrence { starts_at, ends_at, room: meeting.room.clone() })
}

fn minutes(count: u16) -> jiff::SignedDuration {
    jiff::SignedDuration::from_mins(i64::from(count))
}

fn weekday(day: Date) -> Weekday {
    use jiff::civil::Weekday as W;
    match day.weekday() {
        W::Monday => Weekday::Monday,
        W::Tuesday => Weekday::Tuesday,
        W::Wednesday => Weekday::Wednesday,
        W::Thursday => Weekday::Thursday,
        W::Friday => Weekday::Friday,
        W::Saturday => Weekday::Saturday,
        W::Sunday => Weekday::Sunday,
    }
}

#[cfg(test)]
mod tests;
