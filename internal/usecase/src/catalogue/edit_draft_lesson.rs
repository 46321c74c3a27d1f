//! Changes a lesson of a draft.

use courses_domain::catalogue::{CourseId, LessonContent, LessonCopy, LessonEdit, LessonId};
use courses_port::ChangeSet;

use crate::catalogue::edit_course::fresh;
use crate::catalogue::{DraftLesson, access, save};
use crate::shared::{Decision, write};
use crate::{Operation, Ports, Precondition, Refusal, Request, WriteError};

/// Changes a lesson of a draft.
pub struct EditDraftLesson {
    ports: Ports,
}

/// Which lesson, based on which version, and what to set.
pub struct EditDraftLessonInput {
    /// The course.
    pub course: CourseId,
    /// The lesson.
    pub lesson: LessonId,
    /// The versions of the lesson that the change may be based on; empty for any.
    pub if_match: Option<Vec<u64>>,
    /// What to set.
    pub edit: LessonEdit,
    /// The new content; `Some(None)` clears it.
    pub content: Option<Option<LessonContent>>,
}

impl EditDraftLesson {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Changes the lesson and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.draft_lesson.edit", skip_all, fields(lesson.id = %input.lesson))]
    pub async fn execute(
        &self,
        request: &Request,
        input: EditDraftLessonInput,
    ) -> Result<DraftLesson, WriteError> {
        let reply = write(&self.ports, request, None, |_| {
            Box::pin(async {
                let operation = Operation::EditDraft;
                let id = input.lesson;
                let mut course =
                    access::course_for(&self.ports, request, operation, input.course).await?;
                let found = DraftLesson::of(course.state(), id, None).ok_or(Refusal::NotFound)?;
                Precondition::check(input.if_match.as_deref(), found.lesson.version)?;
                let reader = &self.ports.catalogue;
                let present = reader
                    .find_lesson_content(input.course, id, LessonCopy::Draft)
                    .await?
                    .flatten();
                let now = self.ports.clock.now();
                let content = input.content.clone();
                course.edit_lesson(
                    id,
                    input.edit.clone(),
                    content.clone(),
                    present.as_ref(),
                    now,
                )?;
                let mut output = DraftLesson::of(course.state(), id, content.unwrap_or(present))
                    .ok_or(Refusal::NotFound)?;
                let kind = output.lesson.kind;
                output.content = output.content.filter(|content| content.kind() == kind);
                let mut set = ChangeSet::new(now);
                if course.is_changed() {
                    set = set.with(save::course(&self.ports, request, now, course, None));
                }
                Ok(Decision::new(set, output))
            })
        })
        .await?;
        Ok(fresh(reply))
    }
}
