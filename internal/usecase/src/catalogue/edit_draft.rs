//! Changes the content of a draft.

use courses_domain::catalogue::{CourseId, CourseState, DraftEdit, Speaker};
use courses_port::ChangeSet;

use crate::catalogue::edit_course::fresh;
use crate::catalogue::{access, references, save};
use crate::shared::{Decision, write};
use crate::{Operation, Ports, Precondition, Request, WriteError};

/// Changes a draft.
pub struct EditDraft {
    ports: Ports,
}

/// Which draft, based on which version, and what to set.
pub struct EditDraftInput {
    /// The course.
    pub course: CourseId,
    /// The versions of the draft that the change may be based on; empty for any.
    pub if_match: Option<Vec<u64>>,
    /// What to set.
    pub edit: DraftEdit,
}

impl EditDraft {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Changes the draft and answers the course as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.draft.edit", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: EditDraftInput,
    ) -> Result<CourseState, WriteError> {
        let reply = write(&self.ports, request, None, |_| {
            Box::pin(async {
                let operation = Operation::EditDraft;
                let mut course =
                    access::course_for(&self.ports, request, operation, input.course).await?;
                Precondition::check(input.if_match.as_deref(), course.state().draft.version)?;
                let edit = references::resolved(&self.ports, &input.edit).await?;
                let now = self.ports.clock.now();
                let speaker = Speaker::Account(request.actor()?.account());
                course.edit_draft_as(&speaker, edit, now, &mut || self.ports.ids.new_id())?;
                let output = course.state().clone();
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
