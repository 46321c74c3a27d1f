//! Approves or rejects a publication request. An approval publishes the draft in the same change
//! set: the request is granted if and only if readers see what it asked for.

use courses_domain::catalogue::{
    Course, PublicationRequestId, PublicationRequestState, ReviewComment, Verdict,
};
use courses_port::ChangeSet;

use crate::catalogue::{access, save};
use crate::shared::{Decision, write};
use crate::{Idempotency, Operation, Ports, Refusal, Relation, Reply, Request, WriteError};

/// Decides on a publication request.
pub struct DecidePublication {
    ports: Ports,
}

/// What becomes of a publication request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicationDecision {
    /// The draft is published.
    Approve,
    /// The draft goes back to its author.
    Reject,
}

/// Which request, and what becomes of it.
pub struct DecidePublicationInput {
    /// The request.
    pub publication_request: PublicationRequestId,
    /// What becomes of it.
    pub decision: PublicationDecision,
    /// Why.
    pub comment: Option<ReviewComment>,
    /// The wish to get the same answer again.
    pub idempotency: Option<Idempotency<PublicationRequestState>>,
}

impl DecidePublication {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Decides and answers the request as stored.
    ///
    /// # Errors
    ///
    /// [`WriteError`].
    #[tracing::instrument(
        name = "usecase.publication.decide",
        skip_all,
        fields(publication_request.id = %input.publication_request)
    )]
    pub async fn execute(
        &self,
        request: &Request,
        input: DecidePublicationInput,
    ) -> Result<Reply<PublicationRequestState>, WriteError> {
        Operation::DecidePublication.permit(request.actor.as_ref(), Relation::Other)?;
        let by = request.actor()?.account();
        write(&self.ports, request, input.idempotency.as_ref(), |_| {
            Box::pin(async {
                let id = input.publication_request;
                let mut asked = access::publication_request(&self.ports, id).await?;
                let now = self.ports.clock.now();
                let verdict = Verdict { by, comment: input.comment.clone() };
                let mut set = ChangeSet::new(now);
                match input.decision {
                    PublicationDecision::Reject => asked.reject(verdict, now)?,
                    PublicationDecision::Approve => {
                        let course = self.ports.catalogue.find_course(asked.state().course).await?;
                        asked.approve(course.as_ref().map(Course::state), verdict, now)?;
                        let mut course = course.ok_or(Refusal::NotFound)?;
                        course.publish(now)?;
                        if course.is_changed() {
                            let search = save::search_entry(&self.ports, course.state()).await?;
                            set = set.with(save::course(&self.ports, request, now, course, search));
                        }
                    }
                }
                let output = asked.state().clone();
                set = set.with(save::publication_request(&self.ports, request, now, asked));
                Ok(Decision::new(set, output))
            })
        })
        .await
    }
}
