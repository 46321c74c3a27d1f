//! The draft as a whole.

use courses_domain::catalogue::DraftEdit;
use courses_usecase::Request;
use courses_usecase::catalogue::EditDraftInput;
use uuid::Uuid;
use xerror::Problem;

use crate::etag;
use crate::generated::{GetDraftParams, GetDraftResponse, models};
use crate::problem::{unread, unwritten};
use crate::state::ApiState;

pub(super) async fn read(
    api: &ApiState,
    request: &Request,
    params: GetDraftParams,
) -> Result<GetDraftResponse, Problem> {
    let found = api.catalogue.read_draft.execute(request, params.course_id.into()).await;
    let course = found.map_err(unread)?;
    let version = course.draft.version;
    let etag = etag::tag(version);
    if etag::is_known(params.if_none_match.as_deref(), version)? {
        return Ok(GetDraftResponse::NotModified { etag });
    }
    Ok(GetDraftResponse::Ok { body: models::CourseDraft::from(&course), etag })
}

/// Changes the draft; answers it with its new tag.
pub(super) async fn edit(
    api: &ApiState,
    request: &Request,
    course: Uuid,
    if_match: Option<String>,
    edit: DraftEdit,
) -> Result<(models::CourseDraft, String), Problem> {
    let if_match = etag::if_match(if_match.as_deref())?;
    let input = EditDraftInput { course: course.into(), if_match, edit };
    let course = api.catalogue.edit_draft.execute(request, input).await.map_err(unwritten)?;
    Ok((models::CourseDraft::from(&course), etag::tag(course.draft.version)))
}
