//! Moves sections, topics and lessons of a draft to other places, together.

use courses_domain::catalogue::{CourseId, CourseState, PartMove};
use courses_port::ChangeSet;

use crate::catalogue::{access, save};
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Ports, Precondition, Reply, Request, WriteError};

/// Moves parts of a draft.
pub struct MoveDraftParts {
    ports: Ports,
}

/// Which draft, based on which version, and what goes where.
pub struct MoveDraftPartsInput {
    /// The course.
    pub course: CourseId,
    /// The versions of the draft that the change may be based on; empty for any.
    pub if_match: Option<Vec<u64>>,
    /// What goes where, one after the other.
    pub moves: Vec<PartMove>,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<CourseState>>,
}

impl MoveDraftParts {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Makes all moves or none and answers the course as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.draft.move", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: MoveDraftPartsInput,
    ) -> Result<Reply<CourseState>, WriteError> {
        write(&self.ports, request, input.idempotency.as_ref(), |_| {
            Box::pin(async {
                let operation = Operation::EditDraft;
                let mut course =
                    access::course_for(&self.ports, request, operation, input.course).await?;
                Precondition::check(input.if_match.as_deref(), course.state().draft.version)?;
                let now = self.ports.clock.now();
                course.move_parts(&input.moves, now)?;
                let output = course.state().clone();
                let mut set = ChangeSet::new(now);
                if course.is_changed() {
                    set = set.with(save::course(&self.ports, request, now, course, None));
                }
                Ok(Decision::new(set, output))
            })
        })
        .await
    }
}
