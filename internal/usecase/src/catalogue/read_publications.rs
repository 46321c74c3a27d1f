//! Reads publication requests: those who review see all, owners see those for their courses.

use courses_domain::catalogue::{PublicationRequestId, PublicationRequestState, PublicationStatus};
use courses_port::Page;
use courses_port::catalogue::{IdPosition, PublicationRequestQuery};

use crate::catalogue::access;
use crate::{Operation, Ports, ReadError, Relation, Request};

/// Which publication requests.
#[derive(Debug, Clone, Copy)]
pub struct ListPublicationRequestsInput {
    /// With this status.
    pub status: Option<PublicationStatus>,
    /// Where to go on.
    pub after: Option<IdPosition>,
    /// How many at most.
    pub limit: u32,
}

/// Lists publication requests.
pub struct ListPublicationRequests {
    ports: Ports,
}

impl ListPublicationRequests {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers a page of requests, oldest first.
    ///
    /// # Errors
    ///
    /// [`ReadError`].
    #[tracing::instrument(name = "usecase.publication.list", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: ListPublicationRequestsInput,
    ) -> Result<Page<PublicationRequestState, IdPosition>, ReadError> {
        let (actor, others) = (request.actor.as_ref(), Relation::Other);
        Operation::ListPublicationRequests.permit(actor, others)?;
        let all = Operation::ReadPublicationRequest.permit(actor, others).is_ok();
        let own = request.actor()?.account();
        let ListPublicationRequestsInput { status, after, limit } = input;
        let owner = if all { None } else { Some(own) };
        let query = PublicationRequestQuery { status, owner, after, limit };
        let page = self.ports.catalogue.list_publication_requests(&query).await?;
        Ok(page.map(|it| it.state().clone()))
    }
}

/// Reads a publication request.
pub struct ReadPublicationRequest {
    ports: Ports,
}

impl ReadPublicationRequest {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: Ports) -> Self {
        Self { ports }
    }

    /// Answers the request.
    ///
    /// # Errors
    ///
    /// [`ReadError`]; to others than its owner and those who review there is no request.
    #[tracing::instrument(name = "usecase.publication.read", skip_all, fields(publication_request.id = %id))]
    pub async fn execute(
        &self,
        request: &Request,
        id: PublicationRequestId,
    ) -> Result<PublicationRequestState, ReadError> {
        let found = access::publication_request(&self.ports, id).await?;
        let actor = request.actor.as_ref();
        let relation = Relation::of(actor, found.state().owner);
        Operation::ReadPublicationRequest.permit(actor, relation)?;
        Ok(found.state().clone())
    }
}
