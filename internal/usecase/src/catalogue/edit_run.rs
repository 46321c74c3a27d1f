//! Changes a run.

use courses_domain::catalogue::{RunEdit, RunId, RunState};
use courses_port::ChangeSet;

use crate::catalogue::edit_course::fresh;
use crate::catalogue::{access, references, save};
use crate::shared::{Decision, write};
use crate::{Operation, Ports, Precondition, Request, WriteError};

/// Changes a run.
pub struct EditRun {
    ports: Ports,
}

/// Which run, based on which version, and what to set.
pub struct EditRunInput {
    /// The run.
    pub run: RunId,
    /// The versions that the change may be based on; empty for any.
    pub if_match: Option<Vec<u64>>,
    /// What to set.
    pub edit: RunEdit,
}

impl EditRun {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Changes the run and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.run.edit", skip_all, fields(run.id = %input.run))]
    pub async fn execute(
        &self,
        request: &Request,
        input: EditRunInput,
    ) -> Result<RunState, WriteError> {
        let reply = write(&self.ports, request, None, |_| {
            Box::pin(async {
                let operation = Operation::EditRun;
                let mut run = access::run_for(&self.ports, request, operation, input.run).await?;
                Precondition::check(input.if_match.as_deref(), run.state().version)?;
                let mut edit = input.edit.clone();
                if let Some(instructors) = &mut edit.instructor_ids {
                    references::resolve(&self.ports, instructors).await?;
                }
                let now = self.ports.clock.now();
                run.edit(edit, now)?;
                let output = run.state().clone();
                let mut set = ChangeSet::new(now);
                if run.is_changed() {
                    set = set.with(save::run(&self.ports, request, now, run));
                }
                Ok(Decision::new(set, output))
            })
        })
        .await?;
        Ok(fresh(reply))
    }
}
