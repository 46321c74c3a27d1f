//! Reads a run as a calendar.

use courses_domain::catalogue::{Occurrence, RunId, RunState};

use crate::catalogue::access;
use crate::{Ports, ReadError, Request};

/// Reads a run as a calendar.
pub struct ReadCalendar {
    ports: Ports,
}

/// A run and when its people meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunCalendar {
    /// The run.
    pub run: RunState,
    /// What it is called, or else its course.
    pub title: String,
    /// Every meeting, in order.
    pub occurrences: Vec<Occurrence>,
}

impl ReadCalendar {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers the run and its meetings.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; runs of a course that the reader may not see are not found.
    #[tracing::instrument(name = "usecase.run.calendar", skip_all, fields(run.id = %id))]
    pub async fn execute(&self, request: &Request, id: RunId) -> Result<RunCalendar, ReadError> {
        let (run, course) = access::visible_run(&self.ports, request, id).await?;
        let (run, course) = (run.state(), course.state());
        let content = course.published.as_ref().map(|copy| &copy.content);
        let title = match &run.details.title {
            Some(title) => title.to_string(),
            None => content.unwrap_or(&course.draft.content).title.to_string(),
        };
        Ok(RunCalendar { run: run.clone(), title, occurrences: run.details.occurrences() })
    }
}
