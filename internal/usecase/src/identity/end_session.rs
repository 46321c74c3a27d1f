//! Ends one session of somebody, from any other.

use courses_domain::identity::{EndReason, SessionId};

use crate::identity::{IdentityError, IdentityPorts, access, sign_out};
use crate::{Operation, Refusal, Request};

/// Ends an own session.
pub struct EndSession {
    ports: IdentityPorts,
}

impl EndSession {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Ends the session; its tokens become void. A session that is not live, or of somebody else,
    /// does not exist.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.end_session", skip_all, fields(session.id = %session))]
    pub async fn execute(
        &self,
        request: &Request,
        session: SessionId,
    ) -> Result<(), IdentityError> {
        let account = access::my_id(request, Operation::EditMe)?;
        let reason = EndReason::SignedOut;
        if sign_out::end(&self.ports, request, account, session, reason).await? {
            Ok(())
        } else {
            Err(Refusal::NotFound.into())
        }
    }
}
