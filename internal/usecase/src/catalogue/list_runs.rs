//! Lists the runs of a course, newest first.

use courses_domain::catalogue::{CourseId, RunState};
use courses_port::Page;
use courses_port::catalogue::IdPosition;

use crate::catalogue::access;
use crate::{Ports, ReadError, Request};

/// Lists runs.
pub struct ListRuns {
    ports: Ports,
}

/// Which runs.
#[derive(Debug, Clone, Copy)]
pub struct ListRunsInput {
    /// The course.
    pub course: CourseId,
    /// Where to go on.
    pub after: Option<IdPosition>,
    /// How many at most.
    pub limit: u32,
}

impl ListRuns {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers a page of runs.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; runs of a course that the reader may not see are not found.
    #[tracing::instrument(name = "usecase.run.list", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: ListRunsInput,
    ) -> Result<Page<RunState, IdPosition>, ReadError> {
        access::visible(&self.ports, request, input.course).await?;
        let catalogue = &self.ports.catalogue;
        let page = catalogue.list_runs(input.course, input.after, input.limit).await?;
        Ok(page.map(|run| run.state().clone()))
    }
}
