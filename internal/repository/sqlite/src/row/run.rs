//! Runs: what is asked for in columns, the rest as JSON.

use std::error::Error;

use courses_domain::catalogue::{
    Capacity, ClockTime, EnrolmentWindow, Location, Meeting, Mode, Room, Run, RunDetails, RunKey,
    RunState, RunStatus, RunTitle, TimeZoneName, Weekday,
};
use courses_domain::shared::{Currency, Money};
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::value::UnknownWord;
use super::{Columns, json};
use crate::error::Failure;

/// What nobody asks for by value.
#[derive(Debug, Serialize, Deserialize)]
struct DetailsRow {
    title: Option<String>,
    time_zone: String,
    mode: String,
    location: Option<String>,
    meetings: Vec<MeetingRow>,
    instructors: Vec<Uuid>,
}

#[derive(Debug, Serialize, Deserialize)]
struct MeetingRow {
    weekdays: Vec<String>,
    start: String,
    end: String,
    room: Option<String>,
}

impl From<&Meeting> for MeetingRow {
    fn from(meeting: &Meeting) -> Self {
        Self {
            weekdays: meeting.weekdays.iter().map(|day| day.word().to_owned()).collect(),
            start: meeting.start.to_string(),
            end: meeting.end.to_string(),
            room: meeting.room.as_ref().map(|it| it.as_str().to_owned()),
        }
    }
}

impl TryFrom<&MeetingRow> for Meeting {
    type Error = Box<dyn Error + Send + Sync>;

    fn try_from(row: &MeetingRow) -> Result<Self, Self::Error> {
        let weekdays: Option<_> = row.weekdays.iter().map(|day| Weekday::parse(day)).collect();
        Ok(Self {
            weekdays: weekdays.ok_or(UnknownWord)?,
            start: ClockTime::parse(&row.start)?,
            end: ClockTime::parse(&row.end)?,
            room: row.room.as_deref().map(Room::parse).transpose()?,
        })
    }
}

/// The part of the details that is kept as JSON.
pub(crate) fn details_json(details: &RunDetails) -> String {
    json(&DetailsRow {
        title: details.title.as_ref().map(|it| it.as_str().to_owned()),
        time_zone: details.time_zone.as_str().to_owned(),
        mode: details.mode.word().to_owned(),
        location: details.location.as_ref().map(|it| it.as_str().to_owned()),
        meetings: details.meetings.iter().map(MeetingRow::from).collect(),
        instructors: details.instructor_ids.iter().copied().map(Uuid::from).collect(),
    })
}

/// A run.
pub(crate) fn read_run(row: &Row<'_>) -> Result<Run, Failure> {
    let it = Columns::of("runs", row)?;
    Ok(Run::restore(RunState {
        id: it.id("id")?,
        revision: it.counter("revision")?,
        next_sequence: it.counter("next_sequence")?,
        version: it.counter("version")?,
        course_id: it.id("course")?,
        key: it.parse("key", RunKey::parse)?,
        status: it.word("status", RunStatus::parse)?,
        details: details(&it)?,
        created_at: it.time("created_at")?,
        updated_at: it.time("updated_at")?,
        deleted: it.get("deleted")?,
    }))
}

fn details(it: &Columns<'_>) -> Result<RunDetails, Failure> {
    let row: DetailsRow = it.json("details")?;
    let rest = rest(row).map_err(|err| it.bad("details", err))?;
    let seats = it.counter_if_any("seats")?;
    Ok(RunDetails {
        starts_at: it.time_if_any("starts_at")?,
        ends_at: it.time_if_any("ends_at")?,
        window: EnrolmentWindow {
            opens_at: it.time_if_any("opens_at")?,
            closes_at: it.time_if_any("closes_at")?,
        },
        capacity: Capacity::new(seats).map_err(|err| it.bad("seats", err))?,
        price: price(it)?,
        ..rest
    })
}

fn rest(row: DetailsRow) -> Result<RunDetails, Box<dyn Error + Send + Sync>> {
    Ok(RunDetails {
        title: row.title.as_deref().map(RunTitle::parse).transpose()?,
        time_zone: TimeZoneName::parse(&row.time_zone)?,
        location: row.location.as_deref().map(Location::parse).transpose()?,
        meetings: row.meetings.iter().map(Meeting::try_from).collect::<Result<_, _>>()?,
        instructor_ids: row.instructors.into_iter().map(Into::into).collect(),
        ..RunDetails::blank(Mode::parse(&row.mode).ok_or(UnknownWord)?)
    })
}

fn price(it: &Columns<'_>) -> Result<Option<Money>, Failure> {
    let Some(amount) = it.get::<Option<i64>>("price")? else { return Ok(None) };
    let currency = it.parse("currency", Currency::parse)?;
    Money::new(amount, currency).map(Some).map_err(|err| it.bad("price", err))
}
