//! Revisions: what was published, compared and brought back.

use courses_domain::catalogue::{CourseState, Difference, Revision};
use courses_port::catalogue::RevisionSummary;
use courses_usecase::catalogue::{CompareRevisionsInput, ListRevisionsInput, RestoreRevisionInput};
use xapi::RequestContext;
use xerror::Problem;

use super::tree;
use crate::caller::Caller;
use crate::cursor::Shape;
use crate::etag;
use crate::fields::raw_ids;
use crate::generated::{
    CompareRevisionsParams, CompareRevisionsResponse, GetRevisionParams, GetRevisionResponse,
    ListRevisionsParams, ListRevisionsResponse, RestoreRevisionParams, RestoreRevisionResponse,
    RevisionsApi, models,
};
use crate::idempotency::{answer, wish};
use crate::number::{signed, unsigned};
use crate::page::Pages;
use crate::problem::{unread, unwritten};
use crate::request::request;
use crate::state::ApiState;

impl RevisionsApi for ApiState {
    async fn list_revisions(
        &self,
        context: RequestContext,
        caller: Caller,
        params: ListRevisionsParams,
    ) -> Result<ListRevisionsResponse, Problem> {
        let shape = Shape::of(context.operation).and("course_id", params.course_id);
        let pages = Pages::new(&self.cursors, &context, shape);
        let input = ListRevisionsInput {
            course: params.course_id.into(),
            before: pages.after(params.cursor.as_deref())?,
            limit: unsigned(params.limit),
        };
        let listed = self.catalogue.list_revisions.execute(&request(&context, caller), input).await;
        let list = listed.map_err(unread)?;
        let (page, link) = pages.next(list.next.as_ref());
        let items = list.items.iter().map(models::RevisionSummary::from).collect();
        Ok(ListRevisionsResponse::Ok { body: models::RevisionPage { items, page }, link })
    }

    async fn get_revision(
        &self,
        context: RequestContext,
        caller: Caller,
        params: GetRevisionParams,
    ) -> Result<GetRevisionResponse, Problem> {
        let (request, course) = (request(&context, caller), params.course_id.into());
        let number = number(params.revision_number);
        let found = self.catalogue.read_revision.execute(&request, course, number).await;
        Ok(GetRevisionResponse::Ok { body: (&found.map_err(unread)?).into() })
    }

    async fn compare_revisions(
        &self,
        context: RequestContext,
        caller: Caller,
        params: CompareRevisionsParams,
    ) -> Result<CompareRevisionsResponse, Problem> {
        let input = CompareRevisionsInput {
            course: params.course_id.into(),
            from: number(params.from),
            to: number(params.to),
        };
        let request = request(&context, caller);
        let found = self.catalogue.compare_revisions.execute(&request, input).await;
        let body = models::RevisionComparison {
            course_id: params.course_id,
            from: params.from,
            to: params.to,
            changes: found.map_err(unread)?.into_iter().map(Into::into).collect(),
        };
        Ok(CompareRevisionsResponse::Ok { body })
    }

    async fn restore_revision(
        &self,
        context: RequestContext,
        caller: Caller,
        params: RestoreRevisionParams,
    ) -> Result<RestoreRevisionResponse, Problem> {
        let input = RestoreRevisionInput {
            course: params.course_id.into(),
            number: number(params.revision_number),
            if_match: etag::if_match(params.if_match.as_deref())?,
            idempotency: wish(&context, params.idempotency_key, restored),
        };
        let request = request(&context, caller);
        let reply = self.catalogue.restore_revision.execute(&request, input).await;
        Ok(answer(reply.map_err(unwritten)?, restored))
    }
}

/// A number that no revision has where the contract lets through more than there can be.
fn number(raw: i64) -> u32 {
    u32::try_from(raw).unwrap_or(0)
}

fn restored(course: &CourseState) -> RestoreRevisionResponse {
    RestoreRevisionResponse::Ok {
        body: models::CourseDraft::from(course),
        etag: etag::tag(course.draft.version),
        idempotent_replayed: None,
    }
}

impl From<&RevisionSummary> for models::RevisionSummary {
    fn from(revision: &RevisionSummary) -> Self {
        Self {
            number: revision.number.into(),
            title: revision.title.to_string(),
            draft_version: signed(revision.draft_version),
            published_at: revision.at,
        }
    }
}

impl From<&Revision> for models::Revision {
    fn from(revision: &Revision) -> Self {
        let content = &revision.content;
        Self {
            course_id: revision.course.into(),
            number: revision.number.into(),
            draft_version: signed(revision.draft_version),
            published_at: revision.at,
            title: content.title.to_string(),
            summary: content.summary.as_ref().map(ToString::to_string),
            description: content.description.as_ref().map(ToString::to_string),
            subject_id: content.subject_id.map(Into::into),
            level: content.level.into(),
            language: content.language.as_str().to_owned(),
            credits: content.credits.map(Into::into),
            prerequisites: content.prerequisites.as_ref().map(ToString::to_string),
            instructor_ids: raw_ids(&content.instructor_ids),
            image_url: content.image_url.as_ref().map(|url| url.as_str().to_owned()),
            sections: tree::shown(&content.sections),
        }
    }
}

impl From<Difference> for models::RevisionChange {
    fn from(difference: Difference) -> Self {
        let Difference { kind, from, to } = difference;
        Self { change: kind.into(), from, to }
    }
}
