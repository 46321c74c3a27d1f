//! What can stand against a request, in the words of the caller.

use courses_domain::catalogue::{
    ApprovalError, EverPublished, IllegalMerge, IllegalPublicationStep, IllegalRunTransition,
    IllegalTransition, LessonError, StaleRequest,
};
use courses_domain::shared::Violations;
use courses_port::StoreError;

/// The request is not granted. Nothing is known about the resource by this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing, or the actor may not know that there is.
    #[error("there is no such resource")]
    NotFound,
    /// Somebody must sign in first.
    #[error("nobody is signed in")]
    Unauthenticated,
    /// The actor may know the thing, but not do this with it.
    #[error("the account may not do this")]
    Forbidden,
}

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Not granted.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Storage let us down.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The version that the client named, against the one that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Precondition {
    /// The client named none, but must.
    #[error("the version the change is based on must be named")]
    Required,
    /// The client named another one.
    #[error("the resource has another version by now")]
    Mismatch {
        /// The stored version.
        current: u64,
    },
}

impl Precondition {
    /// Compares the versions that a client accepts with the stored one. An empty list accepts
    /// any version that exists.
    pub(crate) fn check(accepted: Option<&[u64]>, current: u64) -> Result<(), Self> {
        match accepted {
            None => Err(Self::Required),
            Some([]) => Ok(()),
            Some(versions) if versions.contains(&current) => Ok(()),
            Some(_) => Err(Self::Mismatch { current }),
        }
    }
}

/// A unique name that somebody else has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Taken {
    /// A slug, present or former.
    #[error("another course has, or had, this slug")]
    Slug,
    /// A key of an outside source.
    #[error("something else has this external id")]
    ExternalId,
    /// The key of a run in its course.
    #[error("another run of the course has this key")]
    RunKey,
    /// The code of a subject.
    #[error("another subject has this code")]
    SubjectCode,
    /// The e-mail address of an account.
    #[error("another account has this e-mail address")]
    Email,
}

/// Why something was not changed. Nothing was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Not granted.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Based on another version, or on none.
    #[error(transparent)]
    Precondition(#[from] Precondition),
    /// The input breaks rules.
    #[error("the input breaks rules")]
    Invalid(#[source] Violations),
    /// A unique name is taken.
    #[error(transparent)]
    Taken(#[from] Taken),
    /// The life of the course does not allow it now.
    #[error(transparent)]
    IllegalTransition(#[from] IllegalTransition),
    /// The status of the run does not allow it now.
    #[error(transparent)]
    IllegalRunTransition(#[from] IllegalRunTransition),
    /// The publication request was decided before.
    #[error(transparent)]
    IllegalPublicationStep(#[from] IllegalPublicationStep),
    /// The publication request is for another version of the draft.
    #[error(transparent)]
    StaleRequest(#[from] StaleRequest),
    /// The course has a publication request that nobody has looked at.
    #[error("the course has an open publication request for this version of its draft")]
    PublicationRequestOpen,
    /// Courses are reviewed before they are published.
    #[error("courses are reviewed before they are published: make a publication request")]
    ReviewRequired,
    /// It cannot be merged, or it was, and cannot change any more.
    #[error(transparent)]
    IllegalMerge(#[from] IllegalMerge),
    /// It was published once and can only be archived.
    #[error(transparent)]
    EverPublished(#[from] EverPublished),
    /// A course with so many runs cannot be deleted at once.
    #[error("the course has more runs than can be deleted with it")]
    TooManyRuns,
    /// Enough imports wait.
    #[error("enough imports wait already; try again when some are over")]
    TooManyImports,
    /// The idempotency key was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// Others changed the same thing again and again.
    #[error("others changed the resource at the same time, again and again")]
    Contended,
    /// Storage let us down.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Violations> for WriteError {
    fn from(violations: Violations) -> Self {
        Self::Invalid(violations)
    }
}

impl From<ReadError> for WriteError {
    fn from(err: ReadError) -> Self {
        match err {
            ReadError::Refused(refusal) => Self::Refused(refusal),
            ReadError::Store(err) => Self::Store(err),
        }
    }
}

impl From<ApprovalError> for WriteError {
    fn from(err: ApprovalError) -> Self {
        match err {
            ApprovalError::Illegal(err) => Self::IllegalPublicationStep(err),
            ApprovalError::Stale(err) => Self::StaleRequest(err),
        }
    }
}

impl From<LessonError> for WriteError {
    fn from(err: LessonError) -> Self {
        match err {
            LessonError::NotFound => Self::Refused(Refusal::NotFound),
            LessonError::Invalid(violations) => Self::Invalid(violations),
        }
    }
}
