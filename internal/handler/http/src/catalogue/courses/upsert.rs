//! Makes or changes a course by its name in an outside source.

use courses_domain::shared::ExternalId;
use courses_usecase::Request;
use courses_usecase::catalogue::{UpsertCourseInput, UpsertedCourse};
use xerror::Problem;

use crate::etag;
use crate::generated::{UpsertCourseParams, UpsertCourseResponse, models};
use crate::problem::{invalid, unwritten};
use crate::state::ApiState;

pub(super) async fn by_key(
    api: &ApiState,
    request: &Request,
    params: UpsertCourseParams,
    body: models::CourseUpsert,
) -> Result<UpsertCourseResponse, Problem> {
    // A text that is no name is the name of nothing, here as for readers.
    let name = ExternalId::parse(&params.source, &params.key);
    let input = UpsertCourseInput {
        external_id: name.map_err(|_| Problem::not_found())?,
        if_match: etag::if_match(params.if_match.as_deref())?,
        only_new: params.if_none_match.is_some(),
        content: body.try_into().map_err(invalid)?,
    };
    let upserted = api.catalogue.upsert_course.execute(request, input).await;
    let UpsertedCourse { course, created } = upserted.map_err(unwritten)?;
    let body = models::CourseDraft::from(&course);
    let etag = etag::tag(course.draft.version);
    Ok(if created {
        let location = format!("/v1/courses/{}/draft", course.id);
        UpsertCourseResponse::Created { body, etag, location }
    } else {
        UpsertCourseResponse::Ok { body, etag }
    })
}
