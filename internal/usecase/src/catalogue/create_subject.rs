//! Makes a subject.

use courses_domain::catalogue::{Subject, SubjectCode, SubjectState, SubjectTitle};
use courses_port::ChangeSet;

use crate::catalogue::save;
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Ports, Relation, Reply, Request, WriteError};

/// Makes a subject.
pub struct CreateSubject {
    ports: Ports,
}

/// What a new subject is called.
pub struct CreateSubjectInput {
    /// Its short name, unique.
    pub code: SubjectCode,
    /// Its name.
    pub title: SubjectTitle,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<SubjectState>>,
}

impl CreateSubject {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Makes the subject and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.subject.create", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: CreateSubjectInput,
    ) -> Result<Reply<SubjectState>, WriteError> {
        Operation::EditSubject.permit(request.actor.as_ref(), Relation::Other)?;
        write(&self.ports, request, input.idempotency.as_ref(), |_| {
            Box::pin(async {
                let now = self.ports.clock.now();
                let id = self.ports.ids.new_id().into();
                let subject = Subject::create(id, input.code.clone(), input.title.clone(), now);
                let output = subject.state().clone();
                let set =
                    ChangeSet::new(now).with(save::subject(&self.ports, request, now, subject));
                Ok(Decision::new(set, output))
            })
        })
        .await
    }
}
