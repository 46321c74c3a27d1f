//! Files that are brought in: the file itself, the job that works on it, what was set aside, and
//! the rounds of a source.

use async_trait::async_trait;
use courses_domain::catalogue::{CourseId, ImportJob, ImportJobId, ImportJobState, ImportReject};
use courses_domain::shared::ExternalId;
use jiff::Timestamp;

use crate::catalogue::IdPosition;
use crate::{Page, StoreError};

/// A job to save.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportWrite {
    /// The job after the change; its revision is one more than the stored one, 1 if it is new.
    pub state: ImportJobState,
    /// What was set aside with this change.
    pub rejects: Vec<ImportReject>,
}

/// A round of a source that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundWrite {
    /// The source.
    pub source: String,
    /// The number of the round; a smaller one than the stored one changes nothing.
    pub number: u64,
}

/// A course and what outside sources call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCourse {
    /// The course.
    pub id: CourseId,
    /// All of its names, in any source.
    pub names: Vec<ExternalId>,
}

/// Keeps files, and reads jobs and rounds. These are changed by change sets.
///
/// # Errors
///
/// Every method fails with [`StoreError`] alone.
#[async_trait]
pub trait ImportStore: Send + Sync {
    /// A job.
    async fn find_import(&self, id: ImportJobId) -> Result<Option<ImportJob>, StoreError>;

    /// Jobs that are not over, oldest first.
    async fn live_imports(&self, limit: u32) -> Result<Vec<ImportJob>, StoreError>;

    /// All jobs, from the newest id to the oldest.
    async fn list_imports(
        &self,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<ImportJobState, IdPosition>, StoreError>;

    /// What a job set aside, in the order of its numbers; `after` is the last number seen.
    async fn list_rejects(
        &self,
        job: ImportJobId,
        after: Option<u64>,
        limit: u32,
    ) -> Result<Page<ImportReject, u64>, StoreError>;

    /// Keeps a part of a file, counted from 0, in place of an earlier one of that number. It is
    /// durable when this returns. Parts are at most 1 MiB.
    async fn put_part(
        &self,
        file: ImportJobId,
        number: u32,
        bytes: Vec<u8>,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// A part of a file.
    async fn find_part(
        &self,
        file: ImportJobId,
        number: u32,
    ) -> Result<Option<Vec<u8>>, StoreError>;

    /// Forgets a file; does nothing if there is none.
    async fn forget_file(&self, file: ImportJobId) -> Result<(), StoreError>;

    /// Forgets up to `limit` files that were begun before `before` and that no job works on;
    /// answers how many.
    async fn purge_files(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError>;

    /// Forgets up to `limit` jobs that were over before `before`, with all that they set aside;
    /// answers how many.
    async fn purge_imports(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError>;

    /// How many rounds of a source are over; 0 if none is.
    async fn count_rounds(&self, source: &str) -> Result<u64, StoreError>;

    /// Courses that have a name in a source, by their ids, from the smallest on.
    async fn courses_of_source(
        &self,
        source: &str,
        after: Option<CourseId>,
        limit: u32,
    ) -> Result<Vec<NamedCourse>, StoreError>;
}
