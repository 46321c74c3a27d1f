//! Asks to have the draft of a course published. A request that the course already has and that
//! became stale makes room for the new one.

use courses_domain::catalogue::{CourseId, PublicationRequest, PublicationRequestState};
use courses_port::ChangeSet;

use crate::catalogue::{access, save};
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Ports, Reply, Request, WriteError};

/// Asks for a publication.
pub struct RequestPublication {
    ports: Ports,
}

/// Of which course.
pub struct RequestPublicationInput {
    /// The course.
    pub course: CourseId,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<PublicationRequestState>>,
}

impl RequestPublication {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Makes the request and answers it as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`]; [`WriteError::PublicationRequestOpen`] if the course has a request that is
    /// not stale.
    #[tracing::instrument(name = "usecase.publication.request", skip_all, fields(course.id = %input.course))]
    pub async fn execute(
        &self,
        request: &Request,
        input: RequestPublicationInput,
    ) -> Result<Reply<PublicationRequestState>, WriteError> {
        write(&self.ports, request, input.idempotency.as_ref(), |_| {
            Box::pin(async {
                let operation = Operation::RequestPublication;
                let course =
                    access::course_for(&self.ports, request, operation, input.course).await?;
                let now = self.ports.clock.now();
                let id = self.ports.ids.new_id().into();
                let made = PublicationRequest::submit(id, course.state(), now)?;
                let mut set = ChangeSet::new(now);
                let reader = &self.ports.catalogue;
                if let Some(mut open) = reader.find_open_publication_request(input.course).await? {
                    if !open.is_stale(course.state()) {
                        return Err(WriteError::PublicationRequestOpen);
                    }
                    open.withdraw(now)?;
                    set = set.with(save::publication_request(&self.ports, request, now, open));
                }
                let output = made.state().clone();
                set = set.with(save::publication_request(&self.ports, request, now, made));
                Ok(Decision::new(set, output))
            })
        })
        .await
    }
}
