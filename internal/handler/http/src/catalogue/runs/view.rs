//! A run as the contract says it.

use courses_domain::catalogue::{Meeting, RunState};
use courses_usecase::catalogue::RunAvailability;
use jiff::Timestamp;

use crate::etag;
use crate::fields::raw_ids;
use crate::generated::{CreateRunResponse, models};
use crate::number::{signed, small};

/// A run with its availability at `now`.
pub(super) fn shown(run: &RunState, now: Timestamp) -> models::Run {
    let details = &run.details;
    models::Run {
        id: run.id.into(),
        course_id: run.course_id.into(),
        key: run.key.to_string(),
        title: details.title.as_ref().map(ToString::to_string),
        starts_at: details.starts_at,
        ends_at: details.ends_at,
        enrolment_opens_at: details.window.opens_at,
        enrolment_closes_at: details.window.closes_at,
        time_zone: details.time_zone.as_str().to_owned(),
        mode: details.mode.into(),
        location: details.location.as_ref().map(ToString::to_string),
        meetings: details.meetings.iter().map(models::Meeting::from).collect(),
        instructor_ids: raw_ids(&details.instructor_ids),
        capacity: details.capacity.seats().map(small),
        price: details.price.map(models::Money::from),
        status: run.status.into(),
        availability: run.availability(now).into(),
        version: signed(run.version),
        created_at: run.created_at,
        updated_at: run.updated_at,
    }
}

/// The answer to the creation of a run.
pub(super) fn created(run: &RunState, now: Timestamp) -> CreateRunResponse {
    CreateRunResponse::Created {
        body: shown(run, now),
        etag: etag::tag(run.version),
        location: format!("/v1/runs/{}", run.id),
        idempotent_replayed: None,
    }
}

impl From<RunAvailability> for models::RunAvailability {
    fn from(run: RunAvailability) -> Self {
        Self {
            availability: run.availability.into(),
            can_enrol: run.obstacles.is_empty(),
            reasons: run.obstacles.into_iter().map(Into::into).collect(),
            checked_at: run.checked_at,
        }
    }
}

impl From<&Meeting> for models::Meeting {
    fn from(meeting: &Meeting) -> Self {
        Self {
            weekdays: meeting.weekdays.iter().map(|day| (*day).into()).collect(),
            start_time: meeting.start.to_string(),
            end_time: meeting.end.to_string(),
            room: meeting.room.as_ref().map(ToString::to_string),
        }
    }
}
