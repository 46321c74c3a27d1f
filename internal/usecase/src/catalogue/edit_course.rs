//! Changes what is not content of a course: slug, visibility, tags.

use courses_domain::catalogue::{CourseId, CourseState, SettingsEdit};
use courses_port::ChangeSet;

use crate::catalogue::{access, save};
use crate::shared::{Decision, write};
use crate::{Operation, Ports, Precondition, Reply, Request, WriteError};

/// Changes the settings of a course.
pub struct EditCourse {
    ports: Ports,
}

/// Which course, based on which version, and what to set.
pub struct EditCourseInput {
    /// The course.
    pub course: CourseId,
    /// The versions that the change may be based on; empty for any.
    pub if_match: Option<Vec<u64>>,
    /// What to set.
    pub edit: SettingsEdit,
}

impl EditCourse {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Changes the settings and answers the course as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(name = "usecase.course.edit", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: EditCourseInput,
    ) -> Result<CourseState, WriteError> {
        let reply = write(&self.ports, request, None, |_| {
            Box::pin(async {
                let operation = Operation::EditCourse;
                let mut course =
                    access::course_for(&self.ports, request, operation, input.course).await?;
                Precondition::check(input.if_match.as_deref(), course.state().version)?;
                let now = self.ports.clock.now();
                course.edit_settings(input.edit.clone(), now);
                let output = course.state().clone();
                let mut set = ChangeSet::new(now);
                if course.is_changed() {
                    let search = save::search_entry(&self.ports, &output).await?;
                    set = set.with(save::course(&self.ports, request, now, course, search));
                }
                Ok(Decision::new(set, output))
            })
        })
        .await?;
        Ok(fresh(reply))
    }
}

/// The output of a write that carries no idempotency key and so is never a replay.
pub(super) fn fresh<T>(reply: Reply<T>) -> T {
    match reply {
        Reply::Fresh(output) => output,
        Reply::Replayed(_) => unreachable!("only requests with an idempotency key are replayed"),
    }
}
