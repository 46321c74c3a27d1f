//! Makes an API key void.

use courses_domain::identity::{ApiKeyId, AuditAction};
use courses_port::ChangeSet;

use crate::identity::access::fresh;
use crate::identity::{IdentityError, IdentityPorts, access, save};
use crate::shared::{Decision, write_or};
use crate::{Operation, Request};

/// Makes an own API key void.
pub struct RevokeApiKey {
    ports: IdentityPorts,
}

impl RevokeApiKey {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Revokes the key; it stops to work within seconds. One that is revoked does not exist.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.revoke_api_key", skip_all, fields(api_key.id = %id))]
    pub async fn execute(&self, request: &Request, id: ApiKeyId) -> Result<(), IdentityError> {
        let ports = &self.ports;
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let account = access::me(ports, request, Operation::UseApiKeys).await?.state().id;
                let mut key = access::my_key(ports, account, id).await?;
                let now = ports.base.clock.now();
                key.revoke(now);
                let (action, detail) = (AuditAction::ApiKeyRevoked, Some(id.to_string()));
                let set = ChangeSet::new(now)
                    .with(save::api_key(&ports.base, request, now, key))
                    .with(save::audit(request, now, action, Some(account), detail));
                Ok::<_, IdentityError>(Decision::new(set, ()))
            })
        });
        reply.await.map(fresh)
    }
}
