//! Shows somebody their own account.

use courses_domain::identity::AccountState;

use crate::identity::{IdentityError, IdentityPorts, access};
use crate::{Operation, Request};

/// Reads the own account.
pub struct ReadMe {
    ports: IdentityPorts,
}

impl ReadMe {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Answers the account.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.read_me", skip_all)]
    pub async fn execute(&self, request: &Request) -> Result<AccountState, IdentityError> {
        let account = access::me(&self.ports, request, Operation::ReadMe).await?;
        Ok(account.state().clone())
    }
}
