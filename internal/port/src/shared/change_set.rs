//! Everything that must become true together, as a value.

use async_trait::async_trait;
use courses_domain::Aggregate;
use jiff::Timestamp;

use crate::catalogue::CatalogueChange;
use crate::identity::IdentityChange;
use crate::{IdempotencyWrite, StoreError};

/// A change of any context.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A change of the catalogue.
    Catalogue(CatalogueChange),
    /// A change of identity.
    Identity(IdentityChange),
}

impl From<IdentityChange> for Change {
    fn from(change: IdentityChange) -> Self {
        Self::Identity(change)
    }
}

impl From<CatalogueChange> for Change {
    fn from(change: CatalogueChange) -> Self {
        Self::Catalogue(change)
    }
}

/// Everything that must become true together.
///
/// A set with a single aggregate and no idempotency record is one atomic write; any other needs
/// a transaction. Adapters may use that.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeSet {
    /// When it was decided; deadlines of records in the set are compared with it.
    pub now: Timestamp,
    /// The changes, applied in order. No aggregate occurs twice.
    pub changes: Vec<Change>,
    /// The answer to remember, if the request carried a key.
    pub idempotency: Option<IdempotencyWrite>,
}

impl ChangeSet {
    /// An empty set decided at `now`.
    #[must_use]
    pub const fn new(now: Timestamp) -> Self {
        Self { now, changes: Vec::new(), idempotency: None }
    }

    /// Adds a change.
    #[must_use]
    pub fn with(mut self, change: impl Into<Change>) -> Self {
        self.changes.push(change.into());
        self
    }

    /// Adds the answer to remember.
    #[must_use]
    pub fn remembering(mut self, record: Option<IdempotencyWrite>) -> Self {
        self.idempotency = record;
        self
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.idempotency.is_none()
    }
}

/// What stood against a change set. Nothing of the set was applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// An aggregate was changed, made or removed by somebody else since it was read.
    #[error("somebody else changed it meanwhile")]
    Stale(Aggregate),
    /// Another course has, or had, this slug.
    #[error("the slug is taken")]
    SlugTaken,
    /// Another course or instructor has this key of an outside source.
    #[error("the external id is taken")]
    ExternalIdTaken,
    /// Another publication request of the course is open.
    #[error("another publication request of the course is open")]
    PublicationRequestOpen,
    /// Another run of the course has this key.
    #[error("the key of the run is taken")]
    RunKeyTaken,
    /// Another subject has this code.
    #[error("the code of the subject is taken")]
    SubjectCodeTaken,
    /// Another account has this e-mail address.
    #[error("the e-mail address is taken")]
    EmailTaken,
    /// Somebody else goes on with the import of this file.
    #[error("somebody else goes on with the import")]
    ImportMoved,
    /// A request with this idempotency key was answered already.
    #[error("the idempotency key was used")]
    IdempotencyKeyTaken,
}

/// Why a change set was not applied.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Something stands against it; nothing was applied.
    #[error(transparent)]
    Conflict(#[from] Conflict),
    /// The store failed. With [`StoreError::TimedOut`] and [`StoreError::Unavailable`] it is
    /// unknown whether the set was applied: all of it was, or nothing.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Applies change sets.
#[async_trait]
pub trait Commit: Send + Sync {
    /// Applies the whole set or nothing of it. When it returns `Ok`, the set is durable: on a
    /// replica set a majority has it.
    ///
    /// Transient failures that applying the same value again repairs (write conflicts of
    /// transactions, a new primary) are repaired inside, within a deadline.
    ///
    /// # Errors
    ///
    /// [`CommitError`].
    async fn commit(&self, set: ChangeSet) -> Result<(), CommitError>;
}
