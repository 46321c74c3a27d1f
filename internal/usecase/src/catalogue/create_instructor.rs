//! Adds an instructor.

use courses_domain::catalogue::{Biography, Instructor, InstructorState, PersonName};
use courses_domain::shared::ExternalId;
use courses_port::ChangeSet;

use crate::catalogue::save;
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Ports, Relation, Reply, Request, WriteError};

/// Adds an instructor.
pub struct CreateInstructor {
    ports: Ports,
}

/// Who it is.
pub struct CreateInstructorInput {
    /// The name.
    pub name: PersonName,
    /// A few words.
    pub bio: Option<Biography>,
    /// Names in outside sources.
    pub external_ids: Vec<ExternalId>,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<InstructorState>>,
}

impl CreateInstructor {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Adds the instructor and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.instructor.create", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: CreateInstructorInput,
    ) -> Result<Reply<InstructorState>, WriteError> {
        Operation::CreateInstructor.permit(request.actor.as_ref(), Relation::Other)?;
        write(&self.ports, request, input.idempotency.as_ref(), |_| {
            Box::pin(async {
                let now = self.ports.clock.now();
                let id = self.ports.ids.new_id().into();
                let (name, bio) = (input.name.clone(), input.bio.clone());
                let instructor = Instructor::create(id, name, bio, input.external_ids.clone(), now);
                let output = instructor.state().clone();
                let change = save::instructor(&self.ports, request, now, instructor);
                Ok(Decision::new(ChangeSet::new(now).with(change), output))
            })
        })
        .await
    }
}
