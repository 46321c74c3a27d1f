//! Lists what happened to an account, and how far the news of it got.

use courses_port::Page;
use courses_port::identity::AccountEvent;

use crate::identity::{IdentityError, IdentityPorts, access};
use crate::{Operation, Request};

/// Lists events of the own account.
pub struct ListMyEvents {
    ports: IdentityPorts,
}

impl ListMyEvents {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Answers a page of events with a sequence smaller than `before`, newest first.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.list_my_events", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Page<AccountEvent, u64>, IdentityError> {
        let account = access::my_id(request, Operation::ReadMe)?;
        Ok(self.ports.identity.account_events(account, before, limit).await?)
    }
}
