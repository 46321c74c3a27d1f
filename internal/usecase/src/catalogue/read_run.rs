//! Reads a run.

use courses_domain::catalogue::{RunId, RunState};

use crate::catalogue::access;
use crate::{Ports, ReadError, Refusal, Request};

/// Reads a run.
pub struct ReadRun {
    ports: Ports,
}

impl ReadRun {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers the run.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; runs of a course that the reader may not see are not found.
    #[tracing::instrument(name = "usecase.run.read", skip_all, fields(run.id = %id))]
    pub async fn execute(&self, request: &Request, id: RunId) -> Result<RunState, ReadError> {
        let run = self.ports.catalogue.find_run(id).await?.ok_or(Refusal::NotFound)?;
        access::visible(&self.ports, request, run.state().course_id).await?;
        Ok(run.state().clone())
    }
}
