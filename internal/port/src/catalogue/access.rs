//! Who may see the content of which lessons.

use std::collections::HashSet;

use async_trait::async_trait;
use courses_domain::catalogue::{CourseId, LessonId};
use courses_domain::shared::AccountId;

use crate::StoreError;

/// Answers whether something backs the access of an account to lessons: an enrolment, for example.
///
/// Only that. What everybody sees, and what the staff of a course sees, is decided without asking.
#[async_trait]
pub trait AccessCheck: Send + Sync {
    /// Those of `lessons`, all of `course`, whose content `account` may see. A whole list is one
    /// question.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if nobody can say; that is not a no.
    async fn accessible(
        &self,
        account: AccountId,
        course: CourseId,
        lessons: &[LessonId],
    ) -> Result<HashSet<LessonId>, StoreError>;
}
