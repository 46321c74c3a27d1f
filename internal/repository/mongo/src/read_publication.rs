//! How courses get published: each method is a query and what becomes of its answer.

use async_trait::async_trait;
use bson::raw::RawDocument;
use courses_domain::catalogue::{
    CourseId, LessonContent, LessonId, PublicationRequest, PublicationRequestId, Revision,
};
use courses_port::catalogue::{
    IdPosition, PublicationReader, PublicationRequestQuery, RevisionSummary,
};
use courses_port::{Page, StoreError};

use crate::MongoStore;
use crate::commit::{latest, wanted};
use crate::convert::to_id;
use crate::document::{
    KeptLesson, LessonRecord, PublicationRequestDocument, RevisionDocument, RevisionSummaryDocument,
};
use crate::fetch::decode_in;
use crate::query;
use crate::schema::REVISION_LESSONS;

#[async_trait]
impl PublicationReader for MongoStore {
    #[tracing::instrument(name = "repository.mongo.find_publication_request", skip_all)]
    async fn find_publication_request(
        &self,
        id: PublicationRequestId,
    ) -> Result<Option<PublicationRequest>, StoreError> {
        self.fetch_one::<PublicationRequestDocument>(query::publication_request_by_id(id)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_open_publication_request", skip_all)]
    async fn find_open_publication_request(
        &self,
        course: CourseId,
    ) -> Result<Option<PublicationRequest>, StoreError> {
        self.fetch_one::<PublicationRequestDocument>(query::open_publication_request(course)).await
    }

    #[tracing::instrument(name = "repository.mongo.list_publication_requests", skip_all)]
    async fn list_publication_requests(
        &self,
        query: &PublicationRequestQuery,
    ) -> Result<Page<PublicationRequest, IdPosition>, StoreError> {
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let query = query::publication_request_list(query);
        let found = self.fetch::<PublicationRequestDocument>(query).await?;
        Ok(Page::from_surplus(found, limit, |it| IdPosition(it.state().id.into())))
    }

    #[tracing::instrument(name = "repository.mongo.list_revisions", skip_all)]
    async fn list_revisions(
        &self,
        course: CourseId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Page<RevisionSummary, u64>, StoreError> {
        let query = query::revision_list(course, before, limit);
        let found = self.fetch::<RevisionSummaryDocument>(query).await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        Ok(Page::from_surplus(found, limit, |it| it.number.into()))
    }

    #[tracing::instrument(name = "repository.mongo.find_revision", skip_all)]
    async fn find_revision(
        &self,
        course: CourseId,
        number: u32,
    ) -> Result<Option<Revision>, StoreError> {
        self.fetch_one::<RevisionDocument>(query::revision_by_number(course, number)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_revision_lessons", skip_all)]
    async fn find_revision_lessons(
        &self,
        course: CourseId,
        number: u32,
        lessons: &[LessonId],
    ) -> Result<Vec<(LessonId, Option<LessonContent>)>, StoreError> {
        let kept = self.fetch::<KeptLesson>(query::kept_lessons(course)).await?;
        let ids = latest(&kept, &wanted(lessons, number));
        let found = self.fetch_raw(query::kept_lessons_by_ids(ids)).await?;
        found.iter().map(|raw| said(raw)).collect()
    }
}

/// A kept lesson and what it said.
fn said(raw: &RawDocument) -> Result<(LessonId, Option<LessonContent>), StoreError> {
    let lesson = decode_in::<KeptLesson>(REVISION_LESSONS, raw)?.lesson();
    Ok((to_id(lesson), decode_in::<LessonRecord>(REVISION_LESSONS, raw)?))
}
