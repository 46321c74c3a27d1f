//! Reads the published copy of a course, by each of its names.

use courses_domain::catalogue::PublishedCourse;
use courses_domain::shared::{ExternalId, Slug};
use courses_usecase::Request;
use courses_usecase::catalogue::{CourseName, FoundCourse};
use xerror::Problem;

use crate::etag;
use crate::generated::{
    GetCourseByKeyParams, GetCourseByKeyResponse, GetCourseBySlugParams, GetCourseBySlugResponse,
    GetCourseParams, GetCourseResponse, models,
};
use crate::problem::unread;
use crate::state::ApiState;

/// What is answered about a course.
enum Seen {
    /// The course and its tag.
    Whole(Box<models::Course>, String),
    /// The caller has it already; the tag.
    Known(String),
    /// It is at another address.
    Moved(String),
}

pub(super) async fn by_id(
    api: &ApiState,
    request: &Request,
    params: GetCourseParams,
) -> Result<GetCourseResponse, Problem> {
    let name = CourseName::Id(params.course_id.into());
    match read(api, request, name, params.if_none_match.as_deref()).await? {
        Seen::Whole(body, etag) => Ok(GetCourseResponse::Ok { body: *body, etag }),
        Seen::Known(etag) => Ok(GetCourseResponse::NotModified { etag }),
        Seen::Moved(_) => Err(Problem::internal(MovedById)),
    }
}

pub(super) async fn by_slug(
    api: &ApiState,
    request: &Request,
    params: GetCourseBySlugParams,
) -> Result<GetCourseBySlugResponse, Problem> {
    // A text that is no slug is the slug of no course.
    let slug = Slug::parse(&params.slug).map_err(|_| Problem::not_found())?;
    let name = CourseName::Slug(slug);
    Ok(match read(api, request, name, params.if_none_match.as_deref()).await? {
        Seen::Whole(body, etag) => GetCourseBySlugResponse::Ok { body: *body, etag },
        Seen::Known(etag) => GetCourseBySlugResponse::NotModified { etag },
        Seen::Moved(location) => GetCourseBySlugResponse::MovedPermanently { location },
    })
}

pub(super) async fn by_key(
    api: &ApiState,
    request: &Request,
    params: GetCourseByKeyParams,
) -> Result<GetCourseByKeyResponse, Problem> {
    let name = ExternalId::parse(&params.source, &params.key);
    let name = CourseName::External(name.map_err(|_| Problem::not_found())?);
    match read(api, request, name, params.if_none_match.as_deref()).await? {
        Seen::Whole(body, etag) => Ok(GetCourseByKeyResponse::Ok { body: *body, etag }),
        Seen::Known(etag) => Ok(GetCourseByKeyResponse::NotModified { etag }),
        Seen::Moved(_) => Err(Problem::internal(MovedById)),
    }
}

/// Ids and outside keys never change, so there is nowhere to move to.
#[derive(Debug, thiserror::Error)]
#[error("a course that was not asked for by slug has moved to another slug")]
struct MovedById;

async fn read(
    api: &ApiState,
    request: &Request,
    name: CourseName,
    if_none_match: Option<&str>,
) -> Result<Seen, Problem> {
    let found = api.catalogue.read_course.execute(request, name).await.map_err(unread)?;
    let course: Box<PublishedCourse> = match found {
        FoundCourse::Here(course) => course,
        FoundCourse::Moved(slug) => return Ok(Seen::Moved(format!("/v1/courses/by-slug/{slug}"))),
    };
    let etag = etag::tag(course.version);
    if etag::is_known(if_none_match, course.version)? {
        return Ok(Seen::Known(etag));
    }
    Ok(Seen::Whole(Box::new(models::Course::from(&*course)), etag))
}
