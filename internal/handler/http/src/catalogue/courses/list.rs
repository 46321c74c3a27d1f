//! Lists and searches the catalogue.

use courses_port::catalogue::CourseSummary;
use courses_usecase::Request;
use courses_usecase::catalogue::{LabelledCount, LabelledFacet, ListCoursesInput};
use xapi::RequestContext;
use xerror::Problem;

use super::query::shape;
use crate::fields::raw_ids;
use crate::generated::{ListCoursesParams, ListCoursesResponse, models};
use crate::number::signed;
use crate::page::Pages;
use crate::problem::{unread, unreadable};
use crate::state::ApiState;

pub(super) async fn list(
    api: &ApiState,
    context: &RequestContext,
    request: Request,
    params: ListCoursesParams,
) -> Result<ListCoursesResponse, Problem> {
    let cursor = params.cursor.clone();
    let counts = !params.facets.is_empty();
    let mut input = ListCoursesInput::try_from(params).map_err(unreadable)?;
    let pages = Pages::new(&api.cursors, context, shape(context.operation, &input));
    input.after = pages.after(cursor.as_deref())?;

    let list = api.catalogue.list_courses.execute(&request, input).await.map_err(unread)?;
    let (page, link) = pages.next(list.page.next.as_ref());
    let items = list.page.items.iter().map(models::CourseSummary::from).collect();
    let facets = counts.then(|| list.facets.into_iter().map(models::Facet::from).collect());
    Ok(ListCoursesResponse::Ok { body: models::CoursePage { items, page, facets }, link })
}

impl From<&CourseSummary> for models::CourseSummary {
    fn from(course: &CourseSummary) -> Self {
        Self {
            id: course.id.into(),
            slug: course.slug.clone(),
            title: course.title.clone(),
            summary: course.summary.clone(),
            subject_id: course.subject_id.map(Into::into),
            level: course.level.into(),
            language: course.language.clone(),
            tags: course.tags.clone(),
            credits: course.credits.map(Into::into),
            instructor_ids: raw_ids(&course.instructor_ids),
            image_url: course.image_url.clone(),
            version: signed(course.version),
            published_at: course.first_published_at,
        }
    }
}

impl From<LabelledFacet> for models::Facet {
    fn from(facet: LabelledFacet) -> Self {
        let values = facet.values.into_iter().map(models::FacetValue::from).collect();
        Self { name: facet.facet.into(), values }
    }
}

impl From<LabelledCount> for models::FacetValue {
    fn from(count: LabelledCount) -> Self {
        Self { value: count.value, label: count.label, count: signed(count.count) }
    }
}
