//! Makes an API key.

use std::fmt;

use courses_domain::identity::{
    ApiKey, ApiKeyId, ApiKeyState, ApiKeyToken, AuditAction, KeyName, NewApiKey, Secret,
};
use courses_domain::shared::{Scope, Violations};
use courses_port::ChangeSet;
use jiff::Timestamp;

use crate::identity::access::fresh;
use crate::identity::{IdentityError, IdentityPorts, access, save};
use crate::shared::{Decision, write_or};
use crate::{Operation, Request};

/// Makes an API key.
pub struct CreateApiKey {
    ports: IdentityPorts,
}

/// What the key is for.
pub struct CreateApiKeyInput {
    /// What it is called.
    pub name: KeyName,
    /// What it is good for.
    pub scopes: Vec<Scope>,
    /// When it stops to work, if ever.
    pub expires_at: Option<Timestamp>,
}

/// A key and its secret, which is shown this once. `Debug` does not show it.
#[derive(Clone)]
pub struct IssuedApiKey {
    /// The key as stored.
    pub key: ApiKeyState,
    /// What a program sends.
    pub secret: String,
}

impl fmt::Debug for IssuedApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IssuedApiKey").field("key", &self.key.id).finish_non_exhaustive()
    }
}

impl IssuedApiKey {
    pub(super) fn new(key: ApiKeyState, secret: Secret) -> Self {
        let secret = ApiKeyToken { id: key.id, secret }.encode();
        Self { key, secret }
    }
}

impl CreateApiKey {
    /// How many keys an account can have that are not revoked.
    pub const MAX: u32 = 50;

    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Makes the key and answers it with its secret.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.create_api_key", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        input: CreateApiKeyInput,
    ) -> Result<IssuedApiKey, IdentityError> {
        let (ports, input) = (&self.ports, &input);
        check(input, ports.base.clock.now())?;
        let reply = write_or(&ports.base, request, None, |_| {
            Box::pin(async move {
                let account = access::me(ports, request, Operation::UseApiKeys).await?.state().id;
                let keys = ports.identity.list_api_keys(account, None, Self::MAX).await?;
                if keys.items.len() >= Self::MAX as usize {
                    return Err(IdentityError::TooManyApiKeys);
                }
                let now = ports.base.clock.now();
                let secret = ports.secrets.new_secret()?;
                let id: ApiKeyId = ports.base.ids.new_id().into();
                let new = NewApiKey {
                    id,
                    account_id: account,
                    name: input.name.clone(),
                    scopes: input.scopes.clone(),
                    expires_at: input.expires_at,
                    secret: &secret,
                };
                let key = ApiKey::create(new, now);
                let output = IssuedApiKey::new(key.state().clone(), secret);
                let (action, detail) = (AuditAction::ApiKeyCreated, Some(id.to_string()));
                let set = ChangeSet::new(now)
                    .with(save::api_key(&ports.base, request, now, key))
                    .with(save::audit(request, now, action, Some(account), detail));
                Ok(Decision::new(set, output))
            })
        });
        reply.await.map(fresh)
    }
}

fn check(input: &CreateApiKeyInput, now: Timestamp) -> Result<(), Violations> {
    let mut violations = Violations::new();
    if input.scopes.is_empty() {
        violations.add("/scopes", "too-few", "must have at least one item");
    }
    if input.expires_at.is_some_and(|at| at <= now) {
        violations.add("/expires_at", "in-the-past", "must be in the future");
    }
    violations.into_result()
}
