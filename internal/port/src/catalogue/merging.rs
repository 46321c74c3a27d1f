//! Reading what was merged, and what still names it.

use async_trait::async_trait;
use courses_domain::catalogue::{Course, Instructor, InstructorId, Replacement, Run, Subject};

use crate::StoreError;

/// Reads what is left of merges. The promises of [`crate::catalogue::CatalogueReader`] hold.
///
/// # Errors
///
/// Every method fails with [`StoreError`] alone.
#[async_trait]
pub trait MergeReader: Send + Sync {
    /// Up to `limit` subjects that were merged and are not settled, in any order.
    async fn find_unsettled_subjects(&self, limit: u32) -> Result<Vec<Subject>, StoreError>;

    /// Up to `limit` instructors that were merged and are not settled, in any order.
    async fn find_unsettled_instructors(&self, limit: u32) -> Result<Vec<Instructor>, StoreError>;

    /// Up to `limit` courses of which the draft or the published copy names what goes by
    /// `replacement`, in any order.
    async fn find_courses_naming(
        &self,
        replacement: Replacement,
        limit: u32,
    ) -> Result<Vec<Course>, StoreError>;

    /// Up to `limit` runs that name this instructor, in any order.
    async fn find_runs_naming(
        &self,
        instructor: InstructorId,
        limit: u32,
    ) -> Result<Vec<Run>, StoreError>;
}
