//! Tells whether a run gives seats, and if not, why.

use courses_domain::catalogue::{Availability, EnrolmentObstacle, RunId};
use jiff::Timestamp;

use crate::catalogue::access;
use crate::{Ports, ReadError, Request};

/// Tells whether a run gives seats, and if not, why.
pub struct CheckAvailability {
    ports: Ports,
}

/// What a run means to somebody who would like to take a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunAvailability {
    /// In one word; what the run itself says.
    pub availability: Availability,
    /// Everything that stands in the way; nothing if seats are given.
    pub obstacles: Vec<EnrolmentObstacle>,
    /// When this was so.
    pub checked_at: Timestamp,
}

impl CheckAvailability {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers what is so right now.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; runs of a course that the reader may not see are not found.
    #[tracing::instrument(name = "usecase.run.availability", skip_all, fields(run.id = %id))]
    pub async fn execute(
        &self,
        request: &Request,
        id: RunId,
    ) -> Result<RunAvailability, ReadError> {
        let (run, course) = access::visible_run(&self.ports, request, id).await?;
        let run = run.state();
        let now = self.ports.clock.now();
        let of_course = (!course.state().is_listed()).then_some(EnrolmentObstacle::CourseNotListed);
        Ok(RunAvailability {
            availability: run.availability(now),
            obstacles: of_course.into_iter().chain(run.obstacles(now)).collect(),
            checked_at: now,
        })
    }
}
