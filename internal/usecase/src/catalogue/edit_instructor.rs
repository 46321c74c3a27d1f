//! Changes an instructor.

use courses_domain::catalogue::{IllegalMerge, InstructorEdit, InstructorId, InstructorState};
use courses_port::ChangeSet;

use crate::catalogue::edit_course::fresh;
use crate::catalogue::save;
use crate::shared::{Decision, write};
use crate::{Operation, Ports, Precondition, Refusal, Relation, Request, WriteError};

/// Changes an instructor.
pub struct EditInstructor {
    ports: Ports,
}

/// Which instructor, based on which version, and what to set.
pub struct EditInstructorInput {
    /// The instructor.
    pub instructor: InstructorId,
    /// The versions that the change may be based on; empty for any.
    pub if_match: Option<Vec<u64>>,
    /// What to set.
    pub edit: InstructorEdit,
}

impl EditInstructor {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Changes the instructor and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(
        name = "usecase.instructor.edit",
        skip_all,
        fields(instructor.id = %input.instructor)
    )]
    pub async fn execute(
        &self,
        request: &Request,
        input: EditInstructorInput,
    ) -> Result<InstructorState, WriteError> {
        Operation::EditInstructor.permit(request.actor.as_ref(), Relation::Other)?;
        let reply = write(&self.ports, request, None, |_| {
            Box::pin(async {
                let found = self.ports.catalogue.find_instructor(input.instructor).await?;
                let mut instructor = found.ok_or(Refusal::NotFound)?;
                if instructor.state().merged.is_some() {
                    return Err(IllegalMerge::AlreadyMerged.into());
                }
                let before = instructor.state().version;
                Precondition::check(input.if_match.as_deref(), before)?;
                let now = self.ports.clock.now();
                instructor.edit(input.edit.clone(), now);
                let output = instructor.state().clone();
                let mut set = ChangeSet::new(now);
                if output.version != before {
                    set = set.with(save::instructor(&self.ports, request, now, instructor));
                }
                Ok(Decision::new(set, output))
            })
        })
        .await?;
        Ok(fresh(reply))
    }
}
