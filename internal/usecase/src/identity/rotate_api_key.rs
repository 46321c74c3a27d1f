//! Gives an API key another secret.

use courses_domain::identity::{ApiKeyId, AuditAction};
use courses_port::ChangeSet;

use crate::identity::access::fresh;
use crate::identity::{IdentityError, IdentityPorts, IssuedApiKey, access, save};
use crate::shared::{Decision, write_or};
use crate::{Operation, Request};

/// Gives an own API key another secret.
pub struct RotateApiKey {
    ports: IdentityPorts,
}

impl RotateApiKey {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Answers the key with its new secret; the old one stops to work within seconds.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.rotate_api_key", skip_all, fields(api_key.id = %id))]
    pub async fn execute(
        &self,
        request: &Request,
        id: ApiKeyId,
    ) -> Result<IssuedApiKey, IdentityError> {
        let ports = &self.ports;
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let account = access::me(ports, request, Operation::UseApiKeys).await?.state().id;
                let mut key = access::my_key(ports, account, id).await?;
                let (now, secret) = (ports.base.clock.now(), ports.secrets.new_secret()?);
                key.rotate(&secret, now);
                let output = IssuedApiKey::new(key.state().clone(), secret);
                let (action, detail) = (AuditAction::ApiKeyRotated, Some(id.to_string()));
                let set = ChangeSet::new(now)
                    .with(save::api_key(&ports.base, request, now, key))
                    .with(save::audit(request, now, action, Some(account), detail));
                Ok::<_, IdentityError>(Decision::new(set, output))
            })
        });
        reply.await.map(fresh)
    }
}
