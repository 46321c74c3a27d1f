//! Gives somebody everything that is kept about them.

use courses_domain::identity::{AccountState, SessionState};
use courses_domain::shared::AccountId;
use courses_port::StoreError;
use courses_port::identity::{AccountEvent, ApiKeyUse};
use jiff::Timestamp;
use uuid::Uuid;

use crate::identity::{IdentityError, IdentityPorts, access};
use crate::{Operation, Request};

/// Exports the own account.
pub struct ExportMe {
    ports: IdentityPorts,
}

/// Everything that is kept about a person. Hashes are in here too: do not hand those out.
#[derive(Debug, Clone)]
pub struct Export {
    /// When it was put together.
    pub exported_at: Timestamp,
    /// The account.
    pub account: AccountState,
    /// Where the person is signed in, newest first.
    pub sessions: Vec<SessionState>,
    /// API keys that are not revoked, newest first.
    pub api_keys: Vec<ApiKeyUse>,
    /// What happened to the account, newest first.
    pub events: Vec<AccountEvent>,
    /// The courses that the account owns, newest first.
    pub courses: Vec<Uuid>,
}

/// How many items are fetched at once.
const PAGE: u32 = 200;

impl ExportMe {
    /// A use case over these ports.
    #[must_use]
    pub const fn new(ports: IdentityPorts) -> Self {
        Self { ports }
    }

    /// Answers everything.
    ///
    /// # Errors
    ///
    /// [`IdentityError`].
    #[tracing::instrument(name = "usecase.identity.export_me", skip_all)]
    pub async fn execute(&self, request: &Request) -> Result<Export, IdentityError> {
        let account = access::me(&self.ports, request, Operation::EditMe).await?;
        let id = account.state().id;
        Ok(Export {
            exported_at: self.ports.base.clock.now(),
            account: account.state().clone(),
            sessions: self.sessions(id).await?,
            api_keys: self.api_keys(id).await?,
            events: self.events(id).await?,
            courses: self.courses(id).await?,
        })
    }

    async fn sessions(&self, id: AccountId) -> Result<Vec<SessionState>, StoreError> {
        let (mut all, mut after, now) = (Vec::new(), None, self.ports.base.clock.now());
        loop {
            let page = self.ports.identity.list_sessions(id, now, after, PAGE).await?;
            all.extend(page.items);
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    async fn api_keys(&self, id: AccountId) -> Result<Vec<ApiKeyUse>, StoreError> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = self.ports.identity.list_api_keys(id, after, PAGE).await?;
            all.extend(page.items);
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }

    async fn events(&self, id: AccountId) -> Result<Vec<AccountEvent>, StoreError> {
        let (mut all, mut before) = (Vec::new(), None);
        loop {
            let page = self.ports.identity.account_events(id, before, PAGE).await?;
            all.extend(page.items);
            before = page.next;
            if before.is_none() {
                return Ok(all);
            }
        }
    }

    async fn courses(&self, id: AccountId) -> Result<Vec<Uuid>, StoreError> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = self.ports.identity.list_owned_courses(id, after, PAGE).await?;
            all.extend(page.items);
            after = page.next;
            if after.is_none() {
                return Ok(all);
            }
        }
    }
}
