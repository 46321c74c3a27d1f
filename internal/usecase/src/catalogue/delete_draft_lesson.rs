//! Removes a lesson from a draft. The published copy keeps it until the draft is published.

use courses_domain::catalogue::{CourseId, LessonId};
use courses_port::ChangeSet;

use crate::catalogue::{DraftLesson, access, save};
use crate::shared::{Decision, write};
use crate::{Operation, Ports, Precondition, Refusal, Request, WriteError};

/// Removes a lesson from a draft.
pub struct DeleteDraftLesson {
    ports: Ports,
}

/// Which lesson, based on which version.
pub struct DeleteDraftLessonInput {
    /// The course.
    pub course: CourseId,
    /// The lesson.
    pub lesson: LessonId,
    /// The versions of the lesson that the removal may be based on; empty for any.
    pub if_match: Option<Vec<u64>>,
}

impl DeleteDraftLesson {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Removes the lesson.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.draft_lesson.delete", skip_all, fields(lesson.id = %input.lesson))]
    pub async fn execute(
        &self,
        request: &Request,
        input: DeleteDraftLessonInput,
    ) -> Result<(), WriteError> {
        write(&self.ports, request, None, |_| {
            Box::pin(async {
                let operation = Operation::EditDraft;
                let mut course =
                    access::course_for(&self.ports, request, operation, input.course).await?;
                let found = DraftLesson::of(course.state(), input.lesson, None);
                let found = found.ok_or(Refusal::NotFound)?;
                Precondition::check(input.if_match.as_deref(), found.lesson.version)?;
                let now = self.ports.clock.now();
                course.remove_lesson(input.lesson, now)?;
                let set =
                    ChangeSet::new(now).with(save::course(&self.ports, request, now, course, None));
                Ok(Decision::new(set, ()))
            })
        })
        .await
        .map(|_| ())
    }
}
