//! Deletes a course that was never published, together with its runs. A publication request that
//! is open is withdrawn with it.

use courses_domain::catalogue::CourseId;
use courses_port::ChangeSet;

use crate::catalogue::{access, save};
use crate::shared::{Decision, write};
use crate::{Operation, Ports, Precondition, Request, WriteError};

/// Deletes a course.
pub struct DeleteCourse {
    ports: Ports,
}

/// Which course, based on which version.
pub struct DeleteCourseInput {
    /// The course.
    pub course: CourseId,
    /// The versions that the deletion may be based on; empty for any.
    pub if_match: Option<Vec<u64>>,
}

/// The most runs that go away with a course.
const MAX_RUNS: u32 = 200;

impl DeleteCourse {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Deletes the course.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.course.delete", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: DeleteCourseInput,
    ) -> Result<(), WriteError> {
        write(&self.ports, request, None, |_| {
            Box::pin(async {
                let operation = Operation::DeleteCourse;
                let mut course =
                    access::course_for(&self.ports, request, operation, input.course).await?;
                Precondition::check(input.if_match.as_deref(), course.state().version)?;
                let now = self.ports.clock.now();
                course.delete(now)?;
                let runs = self.ports.catalogue.list_runs(input.course, None, MAX_RUNS).await?;
                if runs.next.is_some() {
                    return Err(WriteError::TooManyRuns);
                }
                let mut set =
                    ChangeSet::new(now).with(save::course(&self.ports, request, now, course, None));
                for mut run in runs.items {
                    run.delete(now);
                    set = set.with(save::run(&self.ports, request, now, run));
                }
                let reader = &self.ports.catalogue;
                if let Some(mut open) = reader.find_open_publication_request(input.course).await? {
                    open.withdraw(now)?;
                    set = set.with(save::publication_request(&self.ports, request, now, open));
                }
                Ok(Decision::new(set, ()))
            })
        })
        .await
        .map(|_| ())
    }
}
