//! How courses get published.

use async_trait::async_trait;
use courses_domain::catalogue::{
    CourseId, LessonContent, LessonId, PublicationRequest, PublicationRequestId, PublicationStatus,
    Revision,
};
use courses_port::catalogue::{
    IdPosition, PublicationReader, PublicationRequestQuery, RevisionSummary,
};
use courses_port::{Page, StoreError};

use super::{hex, items, surplus};
use crate::SqliteStore;
use crate::row::{
    blob, int, read_kept_lesson, read_publication_request, read_revision, read_revision_summary,
};
use crate::sql;

#[async_trait]
impl PublicationReader for SqliteStore {
    #[tracing::instrument(
        name = "repository.sqlite.find_publication_request",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "publication_requests"
        )
    )]
    async fn find_publication_request(
        &self,
        id: PublicationRequestId,
    ) -> Result<Option<PublicationRequest>, StoreError> {
        let id = [blob(id)];
        self.read(move |db| db.one(&sql::FIND_PUBLICATION_REQUEST, id, read_publication_request))
            .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_open_publication_request",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "publication_requests"
        )
    )]
    async fn find_open_publication_request(
        &self,
        course: CourseId,
    ) -> Result<Option<PublicationRequest>, StoreError> {
        let course = [blob(course)];
        self.read(move |db| {
            db.one(&sql::FIND_OPEN_PUBLICATION_REQUEST, course, read_publication_request)
        })
        .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_publication_requests",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "publication_requests"
        )
    )]
    async fn list_publication_requests(
        &self,
        query: &PublicationRequestQuery,
    ) -> Result<Page<PublicationRequest, IdPosition>, StoreError> {
        let after = query.after.map_or_else(Vec::new, |after| after.0.as_bytes().to_vec());
        let (limit, most) = (query.limit, surplus(query.limit));
        let status = query.status.map(PublicationStatus::word);
        let owner = query.owner.map(blob);
        let found = self.read(move |db| {
            let read = read_publication_request;
            match (owner, status) {
                (None, None) => db.all(&sql::LIST_PUBLICATION_REQUESTS, (after, most), read),
                (None, Some(status)) => {
                    let bound = (after, most, status);
                    db.all(&sql::LIST_PUBLICATION_REQUESTS_BY_STATUS, bound, read)
                }
                (Some(owner), None) => {
                    let bound = (after, most, owner);
                    db.all(&sql::LIST_PUBLICATION_REQUESTS_OF_OWNER, bound, read)
                }
                (Some(owner), Some(status)) => {
                    let bound = (after, most, owner, status);
                    db.all(&sql::LIST_PUBLICATION_REQUESTS_OF_OWNER_BY_STATUS, bound, read)
                }
            }
        });
        let found = found.await?;
        Ok(Page::from_surplus(found, items(limit), |it| IdPosition(it.state().id.into())))
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_revisions",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "revisions"
        )
    )]
    async fn list_revisions(
        &self,
        course: CourseId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Page<RevisionSummary, u64>, StoreError> {
        let bound = (blob(course), before.map_or(i64::MAX, int), surplus(limit));
        let found = self.read(move |db| {
            db.all(&sql::LIST_REVISIONS, bound, |row| read_revision_summary(course, row))
        });
        let found = found.await?;
        Ok(Page::from_surplus(found, items(limit), |it| it.number.into()))
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_revision",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "revisions"
        )
    )]
    async fn find_revision(
        &self,
        course: CourseId,
        number: u32,
    ) -> Result<Option<Revision>, StoreError> {
        let key = (blob(course), number);
        self.read(move |db| db.one(&sql::FIND_REVISION, key, |row| read_revision(course, row)))
            .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_revision_lessons",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "revision_lessons"
        )
    )]
    async fn find_revision_lessons(
        &self,
        course: CourseId,
        number: u32,
        lessons: &[LessonId],
    ) -> Result<Vec<(LessonId, Option<LessonContent>)>, StoreError> {
        let bound = (blob(course), number, hex(lessons));
        self.read(move |db| db.all(&sql::FIND_REVISION_LESSONS, bound, read_kept_lesson)).await
    }
}
