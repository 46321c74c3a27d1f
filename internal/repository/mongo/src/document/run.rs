//! A run. Growth: about a kilobyte each, never more than a few per course and term.

use bson::DateTime;
use courses_domain::catalogue::{
    Capacity, ClockTime, EnrolmentWindow, Location, Meeting, Mode, Room, Run, RunDetails, RunKey,
    RunState, RunStatus, RunTitle, TimeZoneName, Weekday,
};
use courses_domain::shared::{Currency, Money};
use serde::{Deserialize, Serialize};

use super::Record;
use crate::convert::{
    to_binaries, to_binary, to_date, to_id, to_ids, to_long, to_number, to_timestamp, to_timestamps,
};
use crate::error::{BadField, InField};

/// A run as it lies in `runs`, beside its `outbox`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RunDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    revision: i64,
    next_sequence: i64,
    version: i64,
    course_id: bson::Uuid,
    key: String,
    status: String,
    title: Option<String>,
    starts_at: Option<DateTime>,
    ends_at: Option<DateTime>,
    opens_at: Option<DateTime>,
    closes_at: Option<DateTime>,
    time_zone: String,
    mode: String,
    location: Option<String>,
    meetings: Vec<MeetingDocument>,
    instructor_ids: Vec<bson::Uuid>,
    /// Seats; null without a limit.
    capacity: Option<i64>,
    price: Option<PriceDocument>,
    created_at: DateTime,
    updated_at: DateTime,
    deleted: bool,
}

/// Times as a clock shows them: `09:30`.
#[derive(Debug, Serialize, Deserialize)]
struct MeetingDocument {
    weekdays: Vec<String>,
    start: String,
    end: String,
    room: Option<String>,
}

/// In minor units.
#[derive(Debug, Serialize, Deserialize)]
struct PriceDocument {
    amount: i64,
    currency: String,
}

impl From<&RunState> for RunDocument {
    fn from(state: &RunState) -> Self {
        let details = &state.details;
        Self {
            id: to_binary(state.id),
            revision: to_long(state.revision),
            next_sequence: to_long(state.next_sequence),
            version: to_long(state.version),
            course_id: to_binary(state.course_id),
            key: state.key.as_str().to_owned(),
            status: state.status.word().to_owned(),
            title: details.title.as_ref().map(|title| title.as_str().to_owned()),
            starts_at: details.starts_at.map(to_date),
            ends_at: details.ends_at.map(to_date),
            opens_at: details.window.opens_at.map(to_date),
            closes_at: details.window.closes_at.map(to_date),
            time_zone: details.time_zone.as_str().to_owned(),
            mode: details.mode.word().to_owned(),
            location: details.location.as_ref().map(|place| place.as_str().to_owned()),
            meetings: details.meetings.iter().map(MeetingDocument::from).collect(),
            instructor_ids: to_binaries(&details.instructor_ids),
            capacity: details.capacity.seats().map(i64::from),
            price: details.price.map(PriceDocument::from),
            created_at: to_date(state.created_at),
            updated_at: to_date(state.updated_at),
            deleted: state.deleted,
        }
    }
}

impl From<&Meeting> for MeetingDocument {
    fn from(meeting: &Meeting) -> Self {
        Self {
            weekdays: meeting.weekdays.iter().map(|day| day.word().to_owned()).collect(),
            start: meeting.start.to_string(),
            end: meeting.end.to_string(),
            room: meeting.room.as_ref().map(|room| room.as_str().to_owned()),
        }
    }
}

impl From<Money> for PriceDocument {
    fn from(price: Money) -> Self {
        Self { amount: price.amount(), currency: price.currency().as_str().to_owned() }
    }
}

impl Record for RunDocument {
    type Entity = Run;

    fn into_entity(self) -> Result<Run, BadField> {
        Ok(Run::restore(RunState {
            id: to_id(self.id),
            revision: to_number(self.revision, "revision")?,
            next_sequence: to_number(self.next_sequence, "next_sequence")?,
            version: to_number(self.version, "version")?,
            course_id: to_id(self.course_id),
            key: RunKey::parse(&self.key).in_field("key")?,
            status: RunStatus::parse(&self.status).in_field("status")?,
            created_at: to_timestamp(self.created_at, "created_at")?,
            updated_at: to_timestamp(self.updated_at, "updated_at")?,
            deleted: self.deleted,
            details: self.into_details()?,
        }))
    }
}

impl RunDocument {
    fn into_details(self) -> Result<RunDetails, BadField> {
        let seats = self.capacity.map(|seats| to_number(seats, "capacity")).transpose()?;
        let meetings = self.meetings.into_iter().enumerate().map(|(at, meeting)| {
            meeting.into_meeting().map_err(|err| err.within(format_args!("meetings.{at}")))
        });
        Ok(RunDetails {
            title: self.title.map(|it| RunTitle::parse(&it)).transpose().in_field("title")?,
            starts_at: to_timestamps(self.starts_at, "starts_at")?,
            ends_at: to_timestamps(self.ends_at, "ends_at")?,
            window: EnrolmentWindow {
                opens_at: to_timestamps(self.opens_at, "opens_at")?,
                closes_at: to_timestamps(self.closes_at, "closes_at")?,
            },
            time_zone: TimeZoneName::parse(&self.time_zone).in_field("time_zone")?,
            mode: Mode::parse(&self.mode).in_field("mode")?,
            location: self
                .location
                .map(|it| Location::parse(&it))
                .transpose()
                .in_field("location")?,
            meetings: meetings.collect::<Result<_, _>>()?,
            instructor_ids: to_ids(self.instructor_ids),
            capacity: Capacity::new(seats).in_field("capacity")?,
            price: self.price.map(PriceDocument::into_money).transpose()?,
        })
    }
}

impl MeetingDocument {
    fn into_meeting(self) -> Result<Meeting, BadField> {
        let weekdays = self.weekdays.iter().map(|day| Weekday::parse(day).in_field("weekdays"));
        Ok(Meeting {
            weekdays: weekdays.collect::<Result<_, _>>()?,
            start: ClockTime::parse(&self.start).in_field("start")?,
            end: ClockTime::parse(&self.end).in_field("end")?,
            room: self.room.map(|it| Room::parse(&it)).transpose().in_field("room")?,
        })
    }
}

impl PriceDocument {
    fn into_money(self) -> Result<Money, BadField> {
        let currency = Currency::parse(&self.currency).in_field("price.currency")?;
        Money::new(self.amount, currency).in_field("price.amount")
    }
}

#[cfg(test)]
mod tests {
    use bson::RawDocumentBuf;
    use courses_testkit::build::Make;

    use super::*;
    use crate::document::{decode, encode};

    #[test]
    fn a_run_survives_its_document() {
        let mut make = Make::new(2);
        let course = make.id();
        let mut states = vec![make.rich_run(course), make.run(course, "plain")];
        states.extend((0..50).map(|_| make.random_run(course)));
        for state in states {
            let document = encode(&RunDocument::from(&state));
            let raw = RawDocumentBuf::try_from(&document).unwrap();
            assert_eq!(decode::<RunDocument>("runs", &raw).unwrap().state(), &state);
        }
    }

    #[test]
    fn a_bad_time_of_a_meeting_is_named() {
        let mut make = Make::new(3);
        let course = make.id();
        let mut document = encode(&RunDocument::from(&make.rich_run(course)));
        let meeting = document.get_array_mut("meetings").unwrap().first_mut().unwrap();
        meeting.as_document_mut().unwrap().insert("start", "25:00");
        let raw = RawDocumentBuf::try_from(&document).unwrap();

        let failure = decode::<RunDocument>("runs", &raw).unwrap_err().to_string();

        assert!(failure.ends_with("in `runs` has a bad `meetings.0.start`"), "{failure}");
    }
}
