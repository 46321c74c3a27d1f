//! Lists API keys.

use courses_port::Page;
use courses_port::catalogue::IdPosition;
use courses_port::identity::ApiKeyUse;

use crate::identity::{IdentityError, IdentityPorts, access};
use crate::{Operation, Request};

/// Lists own API keys.
pub struct ListApiKeys {
    ports: IdentityPorts,
}

impl ListApiKeys {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Answers a page of keys that are not revoked, newest first.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.list_api_keys", skip_all)]
    pub async fn execute(
        &self,
        request: &Request,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<ApiKeyUse, IdPosition>, IdentityError> {
        let account = access::my_id(request, Operation::UseApiKeys)?;
        Ok(self.ports.identity.list_api_keys(account, after, limit).await?)
    }
}
