//! Shows an account to an administrator.

use courses_domain::identity::{AccountState, AuditAction};
use courses_domain::shared::AccountId;

use crate::identity::{IdentityError, IdentityPorts, save};
use crate::{Operation, Refusal, Relation, Request};

/// Reads an account.
pub struct ReadAccount {
    ports: IdentityPorts,
}

impl ReadAccount {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Answers the account, once the audit log says that somebody looked.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.read_account", skip_all, fields(account.id = %id))]
    pub async fn execute(
        &self,
        request: &Request,
        id: AccountId,
    ) -> Result<AccountState, IdentityError> {
        Operation::ReadAccounts.permit(request.actor.as_ref(), Relation::Other)?;
        let account = self.ports.identity.find_account(id).await?.ok_or(Refusal::NotFound)?;
        save::audited(&self.ports, request, AuditAction::AccountRead, Some(id)).await?;
        Ok(account.state().clone())
    }
}
