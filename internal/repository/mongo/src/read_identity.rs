//! The reader of identity: each method is a query and what becomes of its answer.

use async_trait::async_trait;
use bson::doc;
use courses_domain::identity::{
    Account, ApiKey, ApiKeyId, AuditHead, AuditRecord, EmailKey, Session, SessionId, SessionState,
    TokenRevocation,
};
use courses_domain::shared::AccountId;
use courses_port::catalogue::IdPosition;
use courses_port::identity::{
    AccountEvent, AccountQuery, AccountSummary, ApiKeyUse, AuditQuery, IdentityReader, MailRequest,
};
use courses_port::{Page, StoreError};
use jiff::Timestamp;
use uuid::Uuid;

use crate::MongoStore;
use crate::convert::{to_binary, to_date};
use crate::document::{
    AccountDocument, AccountSummaryDocument, ApiKeyDocument, ApiKeyUseDocument, AuditDocument,
    AuditHeadDocument, IdDocument, LoggedAccountEvent, MailDocument, RevocationDocument,
    SessionDocument, WaitingAccountEvents,
};
use crate::query;
use crate::schema::{API_KEYS, AUDIT_HEAD};

/// A limit as a number of items.
fn size(limit: u32) -> usize {
    usize::try_from(limit).unwrap_or(usize::MAX)
}

#[async_trait]
impl IdentityReader for MongoStore {
    #[tracing::instrument(name = "repository.mongo.find_account", skip_all)]
    async fn find_account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.fetch_one::<AccountDocument>(query::account_by_id(id)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_account_by_email", skip_all)]
    async fn find_account_by_email(&self, email: &EmailKey) -> Result<Option<Account>, StoreError> {
        self.fetch_one::<AccountDocument>(query::account_by_email(email)).await
    }

    #[tracing::instrument(name = "repository.mongo.list_accounts", skip_all)]
    async fn list_accounts(
        &self,
        query: &AccountQuery,
    ) -> Result<Page<AccountSummary, IdPosition>, StoreError> {
        let found = self.fetch::<AccountSummaryDocument>(query::account_list(query)).await?;
        Ok(Page::from_surplus(found, size(query.limit), |it| IdPosition(it.id.into())))
    }

    #[tracing::instrument(name = "repository.mongo.find_session", skip_all)]
    async fn find_session(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        self.fetch_one::<SessionDocument>(query::session_by_id(id)).await
    }

    #[tracing::instrument(name = "repository.mongo.list_sessions", skip_all)]
    async fn list_sessions(
        &self,
        account: AccountId,
        now: Timestamp,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<SessionState, IdPosition>, StoreError> {
        let query = query::session_list(account, now, after, limit);
        let found = self.fetch::<SessionDocument>(query).await?;
        let states = found.into_iter().map(|session| session.into_parts().0).collect();
        Ok(Page::from_surplus(states, size(limit), |it: &SessionState| IdPosition(it.id.into())))
    }

    #[tracing::instrument(name = "repository.mongo.find_live_sessions", skip_all)]
    async fn find_live_sessions(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        self.fetch::<SessionDocument>(query::sessions_to_end(account, now)).await
    }

    #[tracing::instrument(name = "repository.mongo.find_api_key", skip_all)]
    async fn find_api_key(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
        self.fetch_one::<ApiKeyDocument>(query::api_key_by_id(id)).await
    }

    #[tracing::instrument(name = "repository.mongo.list_api_keys", skip_all)]
    async fn list_api_keys(
        &self,
        account: AccountId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<ApiKeyUse, IdPosition>, StoreError> {
        let query = query::api_key_list(account, after, limit);
        let found = self.fetch::<ApiKeyUseDocument>(query).await?;
        Ok(Page::from_surplus(found, size(limit), |it| IdPosition(it.key.id.into())))
    }

    #[tracing::instrument(name = "repository.mongo.touch_api_key", skip_all)]
    async fn touch_api_key(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError> {
        let (store, keys) = (self.clone(), self.collection(API_KEYS));
        let id = doc! { "_id": to_binary(id) };
        let used = doc! { "$max": { "last_used_at": to_date(at) } };
        let update = async move { store.send("update", API_KEYS, keys.update_one(id, used)).await };
        self.in_time(update).await.map(drop)
    }

    #[tracing::instrument(name = "repository.mongo.revocations_since", skip_all)]
    async fn revocations_since(
        &self,
        since: Timestamp,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<TokenRevocation>, StoreError> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let query = query::revocations_since(since, now, limit);
        self.fetch::<RevocationDocument>(query).await
    }

    #[tracing::instrument(name = "repository.mongo.list_audit", skip_all)]
    async fn list_audit(&self, query: &AuditQuery) -> Result<Page<AuditRecord, u64>, StoreError> {
        let found = self.fetch::<AuditDocument>(query::audit_list(query)).await?;
        Ok(Page::from_surplus(found, size(query.limit), |line| line.sequence))
    }

    #[tracing::instrument(name = "repository.mongo.audit_after", skip_all)]
    async fn audit_after(&self, after: u64, limit: u32) -> Result<Vec<AuditRecord>, StoreError> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        self.fetch::<AuditDocument>(query::audit_after(after, limit)).await
    }

    #[tracing::instrument(name = "repository.mongo.audit_head", skip_all)]
    async fn audit_head(&self) -> Result<AuditHead, StoreError> {
        let head = self.fetch_one::<AuditHeadDocument>(query::counter(AUDIT_HEAD)).await?;
        Ok(head.unwrap_or(AuditHead::START))
    }

    /// What waits is asked for first: the collector moves events the other way, so none is missed
    /// and one may be found twice.
    #[tracing::instrument(name = "repository.mongo.account_events", skip_all)]
    async fn account_events(
        &self,
        account: AccountId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Page<AccountEvent, u64>, StoreError> {
        let waiting = query::waiting_account_events(account);
        let waiting = self.fetch_one::<WaitingAccountEvents>(waiting).await?.unwrap_or_default();
        let logged = query::logged_account_events(account, before, limit);
        let mut events = self.fetch::<LoggedAccountEvent>(logged).await?;
        let older = |event: &AccountEvent| before.is_none_or(|before| event.sequence < before);
        for event in waiting.into_iter().filter(older) {
            if events.iter().all(|known| known.id != event.id) {
                events.push(event);
            }
        }
        events.sort_by_key(|event| std::cmp::Reverse(event.sequence));
        Ok(Page::from_surplus(events, size(limit), |event| event.sequence))
    }

    #[tracing::instrument(name = "repository.mongo.list_owned_courses", skip_all)]
    async fn list_owned_courses(
        &self,
        account: AccountId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Uuid, IdPosition>, StoreError> {
        let found = self.fetch::<IdDocument>(query::owned_courses(account, after, limit)).await?;
        Ok(Page::from_surplus(found, size(limit), |id| IdPosition(*id)))
    }

    #[tracing::instrument(name = "repository.mongo.mails_due", skip_all)]
    async fn mails_due(&self, now: Timestamp, limit: u32) -> Result<Vec<MailRequest>, StoreError> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        self.fetch::<MailDocument>(query::mails_due(now, limit)).await
    }

    #[tracing::instrument(name = "repository.mongo.purge_identity", skip_all)]
    async fn purge_identity(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let earlier = || doc! { "$lt": to_date(before) };
        let over = doc! { "over_at": earlier(), "outbox_since": null };
        let sessions = self.purge(query::sessions_over(before, limit), limit, over).await?;
        let rest = limit.saturating_sub(u32::try_from(sessions).unwrap_or(u32::MAX));
        let expired = doc! { "expires_at": earlier() };
        let revocations = self.purge(query::expired_revocations(before, rest), rest, expired);
        Ok(sessions + revocations.await?)
    }
}
