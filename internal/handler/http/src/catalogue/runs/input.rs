//! Bodies about runs, as the domain wants them.

use courses_domain::catalogue::{
    Capacity, ClockTime, CourseId, EnrolmentWindow, Location, Meeting, Room, RunDetails, RunEdit,
    RunKey, RunTitle, TimeZoneName,
};
use courses_domain::shared::Violations;
use courses_usecase::catalogue::CreateRunInput;

use super::super::money::price;
use crate::fields::{complete, each, ids, optional, removable, time};
use crate::generated::models;
use crate::number::unsigned;

/// A new run of a course.
pub(super) fn create_run(
    course: CourseId,
    body: models::RunCreate,
) -> Result<CreateRunInput, Violations> {
    let mut violations = Violations::new();
    let key = violations.check("/key", RunKey::parse(&body.key));
    let zone = optional(&mut violations, "/time_zone", body.time_zone, TimeZoneName::parse);
    let details = RunDetails {
        title: optional(&mut violations, "/title", body.title, RunTitle::parse),
        starts_at: body.starts_at.map(time),
        ends_at: body.ends_at.map(time),
        window: EnrolmentWindow {
            opens_at: body.enrolment_opens_at.map(time),
            closes_at: body.enrolment_closes_at.map(time),
        },
        time_zone: zone.unwrap_or_else(TimeZoneName::utc),
        mode: body.mode.into(),
        location: optional(&mut violations, "/location", body.location, Location::parse),
        meetings: each(&mut violations, "/meetings", body.meetings, meeting),
        instructor_ids: ids(body.instructor_ids),
        capacity: capacity(&mut violations, body.capacity),
        price: body.price.and_then(|raw| price(&mut violations, "/price", &raw)),
    };
    let key = complete(violations, key)?;
    Ok(CreateRunInput { course, key, details, idempotency: None })
}

impl TryFrom<models::RunPatch> for RunEdit {
    type Error = Violations;

    fn try_from(body: models::RunPatch) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        let edit = Self {
            title: removable(&mut violations, "/title", body.title, RunTitle::parse),
            starts_at: body.starts_at.map(|at| at.map(time)),
            ends_at: body.ends_at.map(|at| at.map(time)),
            enrolment_opens_at: body.enrolment_opens_at.map(|at| at.map(time)),
            enrolment_closes_at: body.enrolment_closes_at.map(|at| at.map(time)),
            time_zone: optional(&mut violations, "/time_zone", body.time_zone, TimeZoneName::parse),
            mode: body.mode.map(Into::into),
            location: removable(&mut violations, "/location", body.location, Location::parse),
            meetings: body.meetings.map(|raw| each(&mut violations, "/meetings", raw, meeting)),
            instructor_ids: body.instructor_ids.map(ids),
            capacity: body.capacity.map(|raw| capacity(&mut violations, raw)),
            price: body.price.map(|raw| raw.and_then(|raw| price(&mut violations, "/price", &raw))),
        };
        complete(violations, Some(edit))
    }
}

fn capacity(violations: &mut Violations, raw: Option<i32>) -> Capacity {
    let capacity = violations.check("/capacity", Capacity::new(raw.map(unsigned)));
    capacity.unwrap_or(Capacity::UNLIMITED)
}

fn meeting(violations: &mut Violations, at: &str, raw: models::MeetingInput) -> Option<Meeting> {
    let start = violations.check(format!("{at}/start_time"), ClockTime::parse(&raw.start_time));
    let end = violations.check(format!("{at}/end_time"), ClockTime::parse(&raw.end_time));
    let room = optional(violations, &format!("{at}/room"), raw.room, Room::parse);
    let weekdays = raw.weekdays.into_iter().map(Into::into).collect();
    Some(Meeting { weekdays, start: start?, end: end?, room })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;

    fn create(body: Value) -> Result<CreateRunInput, Violations> {
        create_run(Uuid::from_u128(1).into(), serde_json::from_value(body).unwrap())
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let body = json!({
            "key": " ",
            "time_zone": "Europe/Atlantis",
            "title": " ",
            "location": " ",
            "meetings": [
                { "weekdays": ["monday"], "start_time": "10:00", "end_time": "11:00" },
                { "weekdays": ["monday"], "start_time": "25:00", "end_time": "x", "room": " " },
            ],
            "price": { "amount": 1, "currency": "eur" },
        });
        let Err(violations) = create(body) else { panic!("nearly everything is bad") };
        let mut pointers: Vec<_> =
            violations.as_slice().iter().map(|it| it.pointer.as_str()).collect();
        pointers.sort_unstable();
        assert_eq!(
            pointers,
            [
                "/key",
                "/location",
                "/meetings/1/end_time",
                "/meetings/1/room",
                "/meetings/1/start_time",
                "/price/currency",
                "/time_zone",
                "/title",
            ]
        );
    }

    #[test]
    fn a_run_of_which_little_is_said_is_online_without_limit_and_free() {
        let input = create(json!({ "key": "self-paced" })).unwrap_or_else(|_| panic!("is good"));
        assert_eq!(input.details, RunDetails::blank(courses_domain::catalogue::Mode::Online));
    }

    #[test]
    fn a_patch_tells_no_limit_from_no_change() {
        let read =
            |body| RunEdit::try_from(serde_json::from_value::<models::RunPatch>(body).unwrap());
        let unlimited = read(json!({ "capacity": null })).unwrap();
        assert_eq!(unlimited.capacity, Some(Capacity::UNLIMITED));
        let other = read(json!({ "price": null })).unwrap();
        assert_eq!((other.capacity, other.price), (None, Some(None)));
    }
}
