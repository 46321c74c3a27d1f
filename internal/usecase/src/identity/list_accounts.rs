//! Lists accounts for an administrator.

use courses_domain::identity::AuditAction;
use courses_port::Page;
use courses_port::catalogue::IdPosition;
use courses_port::identity::{AccountQuery, AccountSummary};

use crate::identity::{IdentityError, IdentityPorts, save};
use crate::{Operation, Relation, Request};

/// Lists accounts.
pub struct ListAccounts {
    ports: IdentityPorts,
}

impl ListAccounts {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Answers a page of accounts, newest first, once the audit log says that somebody looked.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.list_accounts", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        query: &AccountQuery,
    ) -> Result<Page<AccountSummary, IdPosition>, IdentityError> {
        Operation::ReadAccounts.permit(request.actor.as_ref(), Relation::Other)?;
        let page = self.ports.identity.list_accounts(query).await?;
        save::audited(&self.ports, request, AuditAction::AccountsListed, None).await?;
        Ok(page)
    }
}
