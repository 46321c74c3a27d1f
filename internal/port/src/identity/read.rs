//! What can be asked about people, their sessions and their keys.

use async_trait::async_trait;
use courses_domain::identity::{
    Account, ApiKey, ApiKeyId, AuditHead, AuditRecord, EmailKey, Session, SessionId, SessionState,
    TokenRevocation,
};
use courses_domain::shared::AccountId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::identity::{
    AccountEvent, AccountQuery, AccountSummary, ApiKeyUse, AuditQuery, MailRequest,
};
use crate::{IdPosition, Page, StoreError};

/// Reads identity. Nothing here is ever served by a secondary: a reader sees every change set
/// that was committed before it asked. Lists by id go from the newest id to the oldest.
///
/// # Errors
///
/// Every method fails with [`StoreError`] alone.
#[async_trait]
pub trait IdentityReader: Send + Sync {
    /// An account, also a blocked or erased one.
    async fn find_account(&self, id: AccountId) -> Result<Option<Account>, StoreError>;

    /// The account with this address.
    async fn find_account_by_email(&self, email: &EmailKey) -> Result<Option<Account>, StoreError>;

    /// Accounts for an administrator.
    async fn list_accounts(
        &self,
        query: &AccountQuery,
    ) -> Result<Page<AccountSummary, IdPosition>, StoreError>;

    /// A session, also one that ended.
    async fn find_session(&self, id: SessionId) -> Result<Option<Session>, StoreError>;

    /// The sessions of an account that are live at `now`.
    async fn list_sessions(
        &self,
        account: AccountId,
        now: Timestamp,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<SessionState, IdPosition>, StoreError>;

    /// All sessions of an account that are live at `now`, to be ended; at most 1,000, oldest
    /// first.
    async fn find_live_sessions(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError>;

    /// An API key, also a revoked one, and when it was last used.
    async fn find_api_key(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError>;

    /// The API keys of an account that are not revoked.
    async fn list_api_keys(
        &self,
        account: AccountId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<ApiKeyUse, IdPosition>, StoreError>;

    /// Notes that a key was used. No part of any change set; an earlier time changes nothing.
    async fn touch_api_key(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError>;

    /// Revocations recorded at or after `since` that are not expired at `now`, at most `limit`,
    /// in order of `recorded_at`.
    async fn revocations_since(
        &self,
        since: Timestamp,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<TokenRevocation>, StoreError>;

    /// Lines of the audit log, newest first; the position is a sequence.
    async fn list_audit(&self, query: &AuditQuery) -> Result<Page<AuditRecord, u64>, StoreError>;

    /// Lines of the audit log with a sequence greater than `after`, in order.
    async fn audit_after(&self, after: u64, limit: u32) -> Result<Vec<AuditRecord>, StoreError>;

    /// The head that the next line of the audit log will follow.
    async fn audit_head(&self) -> Result<AuditHead, StoreError>;

    /// Events of an account with a sequence smaller than `before`, newest first, and how far
    /// each is: those in the log and those that wait. The position is a sequence.
    async fn account_events(
        &self,
        account: AccountId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Page<AccountEvent, u64>, StoreError>;

    /// The ids of courses that an account owns, whatever their state.
    async fn list_owned_courses(
        &self,
        account: AccountId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Uuid, IdPosition>, StoreError>;

    /// Mails whose time has come at `now`, longest due first.
    async fn mails_due(&self, now: Timestamp, limit: u32) -> Result<Vec<MailRequest>, StoreError>;

    /// Removes up to `limit` sessions and revocations that ended or expired before `before`;
    /// answers how many. Sessions with waiting events stay.
    async fn purge_identity(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError>;
}
