//! Makes a run of a course.

use courses_domain::catalogue::{CourseId, NewRun, Run, RunDetails, RunKey, RunState};
use courses_port::ChangeSet;

use crate::catalogue::{access, references, save};
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Ports, Reply, Request, WriteError};

/// Makes a run.
pub struct CreateRun {
    ports: Ports,
}

/// What a new run begins with.
pub struct CreateRunInput {
    /// Its course.
    pub course: CourseId,
    /// Its name in the course.
    pub key: RunKey,
    /// The rest.
    pub details: RunDetails,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<RunState>>,
}

impl CreateRun {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Makes the run and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.run.create", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: CreateRunInput,
    ) -> Result<Reply<RunState>, WriteError> {
        write(&self.ports, request, input.idempotency.as_ref(), |_| {
            Box::pin(async {
                let operation = Operation::CreateRun;
                access::course_for(&self.ports, request, operation, input.course).await?;
                let mut details = input.details.clone();
                references::resolve(&self.ports, &mut details.instructor_ids).await?;
                let now = self.ports.clock.now();
                let new = NewRun {
                    id: self.ports.ids.new_id().into(),
                    course_id: input.course,
                    key: input.key.clone(),
                    details,
                };
                let run = Run::create(new, now)?;
                let output = run.state().clone();
                let set = ChangeSet::new(now).with(save::run(&self.ports, request, now, run));
                Ok(Decision::new(set, output))
            })
        })
        .await
    }
}
