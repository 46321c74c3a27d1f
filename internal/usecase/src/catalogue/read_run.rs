//! Reads a run.

use courses_domain::catalogue::{RunId, RunState};

use crate::catalogue::access;
use crate::{Ports, ReadError, Request};

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
        let (run, _) = access::visible_run(&self.ports, request, id).await?;
        Ok(run.state().clone())
    }
}
