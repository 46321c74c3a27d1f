//! Who said the fields of a draft.

use courses_domain::catalogue::{CourseState, FieldOrigin, Speaker};
use courses_usecase::Request;
use xerror::Problem;

use crate::etag;
use crate::generated::{GetCourseProvenanceParams, GetCourseProvenanceResponse, models};
use crate::problem::unread;
use crate::state::ApiState;

pub(super) async fn read(
    api: &ApiState,
    request: &Request,
    params: GetCourseProvenanceParams,
) -> Result<GetCourseProvenanceResponse, Problem> {
    let found = api.catalogue.read_draft.execute(request, params.course_id.into()).await;
    let course = found.map_err(unread)?;
    let version = course.draft.version;
    let etag = etag::tag(version);
    if etag::is_known(params.if_none_match.as_deref(), version)? {
        return Ok(GetCourseProvenanceResponse::NotModified { etag });
    }
    Ok(GetCourseProvenanceResponse::Ok { body: models::CourseProvenance::from(&course), etag })
}

impl From<&CourseState> for models::CourseProvenance {
    fn from(course: &CourseState) -> Self {
        Self { items: course.provenance.iter().map(Into::into).collect() }
    }
}

impl From<&FieldOrigin> for models::FieldOrigin {
    fn from(origin: &FieldOrigin) -> Self {
        let (source, key, account_id) = match &origin.said_by {
            Speaker::Source(name) => {
                (Some(name.source().to_owned()), Some(name.key().to_owned()), None)
            }
            Speaker::Account(id) => (None, None, Some((*id).into())),
        };
        Self { field: origin.field.pointer().to_owned(), source, key, account_id, at: origin.at }
    }
}
