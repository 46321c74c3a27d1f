//! Publishes, unpublishes, archives or restores a course.

use courses_domain::catalogue::{CourseId, CourseState, Transition};
use courses_port::ChangeSet;

use crate::catalogue::{access, save};
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Ports, Relation, Reply, Request, WriteError};

/// Moves a course on in its life.
pub struct MoveCourse {
    ports: Ports,
    review: bool,
}

/// Which course, and where to.
pub struct MoveCourseInput {
    /// The course.
    pub course: CourseId,
    /// What to do with it.
    pub transition: Transition,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<CourseState>>,
}

impl MoveCourse {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports, review: false }
    }

    /// Whether publishing needs somebody else's approval, unless the actor may approve.
    #[must_use]
    pub const fn reviewing(mut self, review: bool) -> Self {
        self.review = review;
        self
    }

    /// Moves the course on and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(
        name = "usecase.course.move",
        skip_all,
        fields(course.id = %input.course, course.transition = input.transition.word())
    )]
    pub async fn execute(
        &self,
        request: &Request,
        input: MoveCourseInput,
    ) -> Result<Reply<CourseState>, WriteError> {
        write(&self.ports, request, input.idempotency.as_ref(), |_| {
            Box::pin(async {
                let operation = Operation::MoveCourse;
                let mut course =
                    access::course_for(&self.ports, request, operation, input.course).await?;
                if self.review && input.transition == Transition::Publish {
                    permit_without_review(request)?;
                }
                let now = self.ports.clock.now();
                match input.transition {
                    Transition::Publish => course.publish(now)?,
                    Transition::Unpublish => course.unpublish(now)?,
                    Transition::Archive => course.archive(now)?,
                    Transition::Restore => course.bring_back(now)?,
                }
                let output = course.state().clone();
                let mut set = ChangeSet::new(now);
                if course.is_changed() {
                    let search = save::search_entry(&self.ports, &output).await?;
                    set = set.with(save::course(&self.ports, request, now, course, search));
                }
                Ok(Decision::new(set, output))
            })
        })
        .await
    }
}

/// Refuses those who need somebody else's approval.
fn permit_without_review(request: &Request) -> Result<(), WriteError> {
    let actor = request.actor.as_ref();
    let reviews = Operation::DecidePublication.permit(actor, Relation::Other).is_ok();
    if reviews { Ok(()) } else { Err(WriteError::ReviewRequired) }
}
