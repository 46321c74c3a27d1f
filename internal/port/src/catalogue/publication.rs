//! How courses get published: requests, with the change that saves one, and revisions.

use async_trait::async_trait;
use courses_domain::Event;
use courses_domain::catalogue::{
    CourseId, CourseTitle, LessonContent, LessonId, PublicationRequest, PublicationRequestId,
    PublicationRequestState, PublicationStatus, Revision,
};
use courses_domain::shared::AccountId;
use jiff::Timestamp;

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

/// A revision in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionSummary {
    /// Its number: 1, 2, 3 …
    pub number: u32,
    /// The version of the draft that was published.
    pub draft_version: u64,
    /// When it was published.
    pub at: Timestamp,
    /// What the course was called.
    pub title: CourseTitle,
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

    /// The revisions of a course, newest first; those before the number `before`, if it is given.
    async fn list_revisions(
        &self,
        course: CourseId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Page<RevisionSummary, u64>, StoreError>;

    /// A revision of a course.
    async fn find_revision(
        &self,
        course: CourseId,
        number: u32,
    ) -> Result<Option<Revision>, StoreError>;

    /// What these lessons said in a revision, in any order; at most 50. A lesson that was not
    /// published until then is left out.
    async fn find_revision_lessons(
        &self,
        course: CourseId,
        number: u32,
        lessons: &[LessonId],
    ) -> Result<Vec<(LessonId, Option<LessonContent>)>, StoreError>;
}
