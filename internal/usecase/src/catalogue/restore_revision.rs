//! Makes a revision of a course its draft again.

use std::collections::HashSet;

use courses_domain::catalogue::{CourseContent, CourseId, CourseState, Speaker};
use courses_port::{ChangeSet, StoreError};

use crate::catalogue::read_revisions::find;
use crate::catalogue::{access, references, save};
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Ports, Precondition, Reply, Request, WriteError};

/// Restores a revision.
pub struct RestoreRevision {
    ports: Ports,
}

/// Which revision, based on which version of the draft.
pub struct RestoreRevisionInput {
    /// The course.
    pub course: CourseId,
    /// The number of the revision.
    pub number: u32,
    /// The versions of the draft that may be given up; empty for any.
    pub if_match: Option<Vec<u64>>,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<CourseState>>,
}

impl RestoreRevision {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Restores the revision and answers the course as stored. A subject or instructor that was
    /// merged since is replaced by the one that remains.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.revision.restore", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: RestoreRevisionInput,
    ) -> Result<Reply<CourseState>, WriteError> {
        write(&self.ports, request, input.idempotency.as_ref(), |_| {
            Box::pin(async {
                let operation = Operation::EditDraft;
                let mut course =
                    access::course_for(&self.ports, request, operation, input.course).await?;
                Precondition::check(input.if_match.as_deref(), course.state().draft.version)?;
                let mut revision = find(&self.ports, input.course, input.number).await?;
                self.lead_on(&mut revision.content).await?;
                let now = self.ports.clock.now();
                let speaker = Speaker::Account(request.actor()?.account());
                course.restore_revision(&revision, &speaker, now);
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

    /// Puts what remains in the place of what was merged since, and leaves out what is gone.
    async fn lead_on(&self, content: &mut CourseContent) -> Result<(), StoreError> {
        if let Some(id) = content.subject_id {
            let subject = references::current_subject(&self.ports, id).await?;
            content.subject_id = subject.map(|it| it.state().id);
        }
        if !content.instructor_ids.is_empty() {
            let ids = &content.instructor_ids;
            let current = references::current_instructors(&self.ports, ids).await?;
            let current = ids.iter().filter_map(|id| Some(current.get(id)?.state().id));
            // Two of them may have become one.
            let mut seen = HashSet::new();
            content.instructor_ids = current.filter(|id| seen.insert(*id)).collect();
        }
        Ok(())
    }
}
