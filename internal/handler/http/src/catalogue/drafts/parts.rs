//! Moves sections, topics and lessons of a draft.

use courses_domain::catalogue::{CourseState, PartMove};
use courses_usecase::catalogue::MoveDraftPartsInput;
use xapi::RequestContext;
use xerror::Problem;

use super::lesson_input::position;
use crate::caller::Caller;
use crate::etag;
use crate::generated::{MoveDraftPartsParams, MoveDraftPartsResponse, models};
use crate::idempotency::{answer, wish};
use crate::problem::unwritten;
use crate::request::request;
use crate::state::ApiState;

pub(super) async fn move_all(
    api: &ApiState,
    context: &RequestContext,
    caller: Caller,
    params: MoveDraftPartsParams,
    body: models::DraftMoves,
) -> Result<MoveDraftPartsResponse, Problem> {
    let input = MoveDraftPartsInput {
        course: params.course_id.into(),
        if_match: etag::if_match(params.if_match.as_deref())?,
        moves: body.moves.into_iter().map(PartMove::from).collect(),
        idempotency: wish(context, params.idempotency_key, moved),
    };
    let reply = api.catalogue.move_draft_parts.execute(&request(context, caller), input).await;
    Ok(answer(reply.map_err(unwritten)?, moved))
}

fn moved(course: &CourseState) -> MoveDraftPartsResponse {
    MoveDraftPartsResponse::Ok {
        body: models::CourseDraft::from(course),
        etag: etag::tag(course.draft.version),
        idempotent_replayed: None,
    }
}

impl From<models::PartMove> for PartMove {
    fn from(raw: models::PartMove) -> Self {
        Self { part: raw.id, parent: raw.parent_id, position: position(raw.position) }
    }
}
