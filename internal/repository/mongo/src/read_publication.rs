//! How courses get published: each method is a query and what becomes of its answer.

use async_trait::async_trait;
use courses_domain::catalogue::{CourseId, PublicationRequest, PublicationRequestId};
use courses_port::catalogue::{IdPosition, PublicationReader, PublicationRequestQuery};
use courses_port::{Page, StoreError};

use crate::MongoStore;
use crate::document::PublicationRequestDocument;
use crate::query;

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
}
