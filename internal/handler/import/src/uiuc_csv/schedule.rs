//! Days and times of a meeting.

use courses_domain::catalogue::{ClockTime, Meeting, Room, Weekday};

use crate::text::one_line;
use crate::uiuc_csv::fault::Fault;
use crate::uiuc_csv::raw::RawRow;

const DAYS: &str = "days by the letters M, T, W, R, F, S and U";
const TIME: &str = "a time such as `09:00 AM`, or `ARRANGED`";

/// The weekly meeting of a row. A time by arrangement, or one without a day, is none.
pub(super) fn meeting(raw: &RawRow<'_>) -> Result<Option<Meeting>, Fault> {
    let weekdays = weekdays(raw.days_of_week)?;
    let arranged = raw.start_time.trim();
    if arranged.is_empty() || arranged.eq_ignore_ascii_case("ARRANGED") {
        return Ok(None);
    }
    let start = clock_time("Start Time", raw.start_time)?;
    let end = clock_time("End Time", raw.end_time)?;
    if end <= start {
        return Err(Fault::EndsBeforeStart);
    }
    if weekdays.is_empty() {
        return Ok(None);
    }
    Ok(Some(Meeting { weekdays, start, end, room: room(raw)? }))
}

/// The building, behind the number of the room if there is one.
fn room(raw: &RawRow<'_>) -> Result<Option<Room>, Fault> {
    let number = one_line(raw.room);
    let number = if number.eq_ignore_ascii_case("ARR") { "" } else { &number };
    let name = one_line(&format!("{number} {}", raw.building));
    if name.is_empty() {
        return Ok(None);
    }
    Room::parse(&name).map(Some).map_err(Fault::cell("Room"))
}

/// `MWF` is Monday, Wednesday and Friday; `R` is Thursday and `U` is Sunday.
fn weekdays(raw: &str) -> Result<Vec<Weekday>, Fault> {
    let mut days = Vec::new();
    for letter in raw.chars().filter(|c| !c.is_whitespace()) {
        let index = "MTWRFSU".find(letter).ok_or(Fault::form("Days of Week", DAYS))?;
        days.push(Weekday::ALL[index]);
    }
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

/// `01:50 PM` is 13:50, `12:00 AM` is midnight.
fn clock_time(column: &'static str, raw: &str) -> Result<ClockTime, Fault> {
    let refused = Fault::form(column, TIME);
    let text = raw.trim().to_ascii_uppercase();
    let (clock, afternoon) = match (text.strip_suffix("AM"), text.strip_suffix("PM")) {
        (Some(clock), _) => (clock.trim_end(), false),
        (_, Some(clock)) => (clock.trim_end(), true),
        _ => return Err(refused),
    };
    let (hour, minutes) = clock.split_once(':').ok_or(refused.clone())?;
    let digits = (1..=2).contains(&hour.len()) && hour.bytes().all(|b| b.is_ascii_digit());
    let hour = hour.parse::<u16>().ok().filter(|hour| digits && (1..=12).contains(hour));
    let hour = hour.ok_or(refused.clone())? % 12 + if afternoon { 12 } else { 0 };
    ClockTime::parse(&format!("{hour:02}:{minutes}")).map_err(|_| refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(days: &'static str, start: &'static str, end: &'static str) -> RawRow<'static> {
        RawRow { days_of_week: days, start_time: start, end_time: end, ..RawRow::default() }
    }

    fn time(raw: &str) -> Option<String> {
        clock_time("Start Time", raw).ok().map(|time| time.to_string())
    }

    #[test]
    fn times_have_twelve_hours() {
        assert_eq!(time("09:00 AM").unwrap(), "09:00");
        assert_eq!(time("01:50 PM").unwrap(), "13:50");
        assert_eq!(time("12:00 PM").unwrap(), "12:00");
        assert_eq!(time("12:30 AM").unwrap(), "00:30");
        assert_eq!(time("9:05am").unwrap(), "09:05");
    }

    #[test]
    fn other_times_are_refused() {
        for raw in
            ["", "AM", "09:00", "13:00 PM", "00:10 AM", "9:5 AM", "+9:00 AM", "9:060 AM", "é PM"]
        {
            assert_eq!(time(raw), None, "{raw}");
        }
    }

    #[test]
    fn letters_are_days_in_the_order_of_the_week() {
        let days = weekdays("UMTR M").unwrap();
        let words: Vec<_> = days.into_iter().map(Weekday::word).collect();
        assert_eq!(words, ["monday", "tuesday", "thursday", "sunday"]);
        assert!(weekdays("MX").is_err());
    }

    #[test]
    fn a_meeting_needs_a_time_and_a_day() {
        assert_eq!(meeting(&row("MTWRF", "ARRANGED", "")), Ok(None));
        assert_eq!(meeting(&row("", "", "")), Ok(None));
        assert_eq!(meeting(&row("", "01:00 PM", "01:50 PM")), Ok(None));
        assert!(meeting(&row("M", "01:00 PM", "01:50 PM")).unwrap().is_some());
        assert!(meeting(&row("M", "01:00 PM", "")).is_err());
        assert_eq!(meeting(&row("M", "01:00 PM", "01:00 PM")), Err(Fault::EndsBeforeStart));
    }

    #[test]
    fn a_room_is_named_by_number_and_building() {
        let place = |room, building| {
            let raw = RawRow { room, building, ..row("M", "01:00 PM", "01:50 PM") };
            meeting(&raw).unwrap().unwrap().room.map(|room| room.as_str().to_owned())
        };
        assert_eq!(place("101", "Altgeld Hall").unwrap(), "101 Altgeld Hall");
        assert_eq!(
            place("ARR", "Literatures, Cultures, &amp; Ling").unwrap(),
            "Literatures, Cultures, & Ling"
        );
        assert_eq!(place("", ""), None);
    }
}
