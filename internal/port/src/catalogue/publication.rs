//! Publication requests: what can be asked about them, and the change that saves one.

use async_trait::async_trait;
use courses_domain::Event;
use courses_domain::catalogue::{
    CourseId, PublicationRequest, PublicationRequestId, PublicationRequestState, PublicationStatus,
};
use courses_domain::shared::AccountId;

use crate::catalogue::IdPosition;
use crate::{Page, StoreError};

/// A publication request to save. A course has at most one that is open: another one is refused
/// with [`crate::Conflict::PublicationRequestOpen`].
#[derive(Debug, Clone, PartialEq)]
pub struct PublicationRequestWrite {
    /// The revision it was read at; 0 if new.
    pub read_at: u64,
    /// The request after the change.
    pub state: PublicationRequestState,
    /// What happened.
    pub events: Vec<Event>,
}

/// Which publication requests somebody wants to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicationRequestQuery {
    /// With this status.
    pub status: Option<PublicationStatus>,
    /// For courses of this account.
    pub owner: Option<AccountId>,
    /// Where to go on.
    pub after: Option<IdPosition>,
    /// How many items, 1 to 200.
    pub limit: u32,
}

/// Reads how courses get published. The promises of [`crate::catalogue::CatalogueReader`] hold.
///
/// # Errors
///
/// Every method fails with [`StoreError`] alone.
#[async_trait]
pub trait PublicationReader: Send + Sync {
    /// A publication request.
    async fn find_publication_request(
        &self,
        id: PublicationRequestId,
    ) -> Result<Option<PublicationRequest>, StoreError>;

    /// The open publication request of a course.
    async fn find_open_publication_request(
        &self,
        course: CourseId,
    ) -> Result<Option<PublicationRequest>, StoreError>;

    /// Publication requests, oldest first.
    async fn list_publication_requests(
        &self,
        query: &PublicationRequestQuery,
    ) -> Result<Page<PublicationRequest, IdPosition>, StoreError>;
}
