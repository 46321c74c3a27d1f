//! Reads how courses get published.

use async_trait::async_trait;
use courses_domain::catalogue::{CourseId, PublicationRequest, PublicationRequestId};
use courses_port::catalogue::{IdPosition, PublicationReader, PublicationRequestQuery};
use courses_port::{Page, StoreError};

use crate::memory::MemoryStore;

#[async_trait]
impl PublicationReader for MemoryStore {
    async fn find_publication_request(
        &self,
        id: PublicationRequestId,
    ) -> Result<Option<PublicationRequest>, StoreError> {
        let found = self.state().publication_requests.get(&id.into()).cloned();
        Ok(found.map(PublicationRequest::restore))
    }

    async fn find_open_publication_request(
        &self,
        course: CourseId,
    ) -> Result<Option<PublicationRequest>, StoreError> {
        let state = self.state();
        let mut all = state.publication_requests.values();
        let found = all.find(|it| it.course == course && it.status.is_open());
        Ok(found.cloned().map(PublicationRequest::restore))
    }

    async fn list_publication_requests(
        &self,
        query: &PublicationRequestQuery,
    ) -> Result<Page<PublicationRequest, IdPosition>, StoreError> {
        let state = self.state();
        let all = state.publication_requests.iter();
        let found = all
            .filter(|(id, _)| query.after.is_none_or(|after| **id > after.0))
            .filter(|(_, it)| query.status.is_none_or(|status| it.status == status))
            .filter(|(_, it)| query.owner.is_none_or(|owner| it.owner == owner))
            .take(query.limit as usize + 1)
            .map(|(_, it)| PublicationRequest::restore(it.clone()))
            .collect();
        Ok(Page::from_surplus(found, query.limit as usize, |it| IdPosition(it.state().id.into())))
    }
}
