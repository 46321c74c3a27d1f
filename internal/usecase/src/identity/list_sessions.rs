//! Lists where somebody is signed in.

use courses_domain::identity::SessionState;
use courses_port::Page;
use courses_port::catalogue::IdPosition;

use crate::identity::{IdentityError, IdentityPorts, access};
use crate::{Operation, Request};

/// Lists own sessions.
pub struct ListSessions {
    ports: IdentityPorts,
}

impl ListSessions {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Answers a page of live sessions, newest first.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.list_sessions", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<SessionState, IdPosition>, IdentityError> {
        let account = access::my_id(request, Operation::ReadMe)?;
        let now = self.ports.base.clock.now();
        Ok(self.ports.identity.list_sessions(account, now, after, limit).await?)
    }
}
