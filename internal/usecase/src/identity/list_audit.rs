//! Shows the audit log to an administrator.

use courses_domain::identity::{AuditAction, AuditRecord};
use courses_port::Page;
use courses_port::identity::AuditQuery;

use crate::identity::{IdentityError, IdentityPorts, save};
use crate::{Operation, Relation, Request};

/// Lists lines of the audit log.
pub struct ListAudit {
    ports: IdentityPorts,
}

impl ListAudit {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Answers a page of lines, newest first, once the log says that somebody looked.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.list_audit", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        query: &AuditQuery,
    ) -> Result<Page<AuditRecord, u64>, IdentityError> {
        Operation::ReadAudit.permit(request.actor.as_ref(), Relation::Other)?;
        let page = self.ports.identity.list_audit(query).await?;
        save::audited(&self.ports, request, AuditAction::AuditRead, query.subject).await?;
        Ok(page)
    }
}
