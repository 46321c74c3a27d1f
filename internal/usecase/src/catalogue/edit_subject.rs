//! Changes a subject.

use courses_domain::catalogue::{IllegalMerge, SubjectEdit, SubjectId, SubjectState};
use courses_port::ChangeSet;

use crate::catalogue::edit_course::fresh;
use crate::catalogue::save;
use crate::shared::{Decision, write};
use crate::{Operation, Ports, Precondition, Refusal, Relation, Request, WriteError};

/// Changes a subject.
pub struct EditSubject {
    ports: Ports,
}

/// Which subject, based on which version, and what to set.
pub struct EditSubjectInput {
    /// The subject.
    pub subject: SubjectId,
    /// The versions that the change may be based on; empty for any.
    pub if_match: Option<Vec<u64>>,
    /// What to set.
    pub edit: SubjectEdit,
}

impl EditSubject {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Changes the subject and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.subject.edit", skip_all, fields(subject.id = %input.subject))]
    pub async fn execute(
        &self,
        request: &Request,
        input: EditSubjectInput,
    ) -> Result<SubjectState, WriteError> {
        Operation::EditSubject.permit(request.actor.as_ref(), Relation::Other)?;
        let reply = write(&self.ports, request, None, |_| {
            Box::pin(async {
                let found = self.ports.catalogue.find_subject(input.subject).await?;
                let mut subject = found.ok_or(Refusal::NotFound)?;
                if subject.state().merged.is_some() {
                    return Err(IllegalMerge::AlreadyMerged.into());
                }
                let before = subject.state().version;
                Precondition::check(input.if_match.as_deref(), before)?;
                let now = self.ports.clock.now();
                subject.edit(input.edit.clone(), now);
                let output = subject.state().clone();
                let mut set = ChangeSet::new(now);
                if output.version != before {
                    set = set.with(save::subject(&self.ports, request, now, subject));
                }
                Ok(Decision::new(set, output))
            })
        })
        .await?;
        Ok(fresh(reply))
    }
}
