//! Access to lessons without enrolment: nothing backs any.

use std::collections::HashSet;

use async_trait::async_trait;
use courses_domain::catalogue::{CourseId, LessonId};
use courses_domain::shared::AccountId;
use courses_port::StoreError;
use courses_port::catalogue::AccessCheck;

/// Says no: nobody can enrol in a run yet, so nobody has access beyond what is open to all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoAccess;

#[async_trait]
impl AccessCheck for NoAccess {
    async fn accessible(
        &self,
        _account: AccountId,
        _course: CourseId,
        _lessons: &[LessonId],
    ) -> Result<HashSet<LessonId>, StoreError> {
        Ok(HashSet::new())
    }
}
