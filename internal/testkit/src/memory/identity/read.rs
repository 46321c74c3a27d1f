//! Reads identity.

use async_trait::async_trait;
use courses_domain::identity::{
    Account, ApiKey, ApiKeyId, AuditHead, AuditRecord, EmailKey, Session, SessionId, SessionState,
    TokenRevocation,
};
use courses_domain::shared::AccountId;
use courses_domain::{Aggregate, AggregateKind};
use courses_port::catalogue::IdPosition;
use courses_port::identity::{
    AccountEvent, AccountQuery, AccountSummary, ApiKeyUse, AuditQuery, IdentityReader, MailRequest,
};
use courses_port::{Page, StoreError};
use jiff::Timestamp;
use uuid::Uuid;

use super::lists;
use crate::memory::MemoryStore;
use crate::memory::catalogue::newest_first;
use crate::memory::state::State;

/// How many sessions are ended at once.
const MOST_SESSIONS: usize = 1_000;

#[async_trait]
impl IdentityReader for MemoryStore {
    async fn find_account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        Ok(self.state().accounts.get(&id.into()).cloned().map(Account::restore))
    }

    async fn find_account_by_email(&self, email: &EmailKey) -> Result<Option<Account>, StoreError> {
        let state = self.state();
        let mut all = state.accounts.values();
        let found = all.find(|it| it.email.as_ref().is_some_and(|it| it.key() == *email));
        Ok(found.cloned().map(Account::restore))
    }

    async fn list_accounts(
        &self,
        query: &AccountQuery,
    ) -> Result<Page<AccountSummary, IdPosition>, StoreError> {
        Ok(lists::accounts(&self.state(), query))
    }

    async fn find_session(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        Ok(self.state().sessions.get(&id.into()).cloned().map(Session::restore))
    }

    async fn list_sessions(
        &self,
        account: AccountId,
        now: Timestamp,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<SessionState, IdPosition>, StoreError> {
        let live = live(&self.state(), account, now);
        Ok(newest_first(live, after, limit).map(|(_, it)| it))
    }

    async fn find_live_sessions(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let live = live(&self.state(), account, now);
        Ok(live.into_iter().take(MOST_SESSIONS).map(|(_, it)| Session::restore(it)).collect())
    }

    async fn find_api_key(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
        Ok(self.state().api_keys.get(&id.into()).cloned().map(ApiKey::restore))
    }

    async fn list_api_keys(
        &self,
        account: AccountId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<ApiKeyUse, IdPosition>, StoreError> {
        let state = self.state();
        let keys = state
            .api_keys
            .iter()
            .filter(|(_, it)| it.account_id == account && it.revoked_at.is_none());
        let keys = keys.map(|(id, it)| {
            let last_used_at = state.api_key_uses.get(id).copied();
            (*id, ApiKeyUse { key: it.clone(), last_used_at })
        });
        Ok(newest_first(keys.collect(), after, limit).map(|(_, it)| it))
    }

    async fn touch_api_key(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError> {
        let mut state = self.state();
        let id: Uuid = id.into();
        if state.api_keys.contains_key(&id) {
            let used = state.api_key_uses.entry(id).or_insert(at);
            *used = at.max(*used);
        }
        Ok(())
    }

    async fn revocations_since(
        &self,
        since: Timestamp,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<TokenRevocation>, StoreError> {
        let state = self.state();
        let wanted = |it: &&TokenRevocation| it.recorded_at >= since && it.expires_at > now;
        let mut found: Vec<_> = state.revocations.values().filter(wanted).copied().collect();
        found.sort_by_key(|it| it.recorded_at);
        found.truncate(limit as usize);
        Ok(found)
    }

    async fn list_audit(&self, query: &AuditQuery) -> Result<Page<AuditRecord, u64>, StoreError> {
        Ok(lists::audit(&self.state(), query))
    }

    async fn audit_after(&self, after: u64, limit: u32) -> Result<Vec<AuditRecord>, StoreError> {
        let state = self.state();
        let found = state.audit.iter().filter(|it| it.sequence > after);
        Ok(found.take(limit as usize).cloned().collect())
    }

    async fn audit_head(&self) -> Result<AuditHead, StoreError> {
        Ok(self.state().audit.last().map_or(AuditHead::START, AuditRecord::head))
    }

    async fn account_events(
        &self,
        account: AccountId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Page<AccountEvent, u64>, StoreError> {
        Ok(lists::events(&self.state(), account, before, limit))
    }

    async fn list_owned_courses(
        &self,
        account: AccountId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Uuid, IdPosition>, StoreError> {
        let state = self.state();
        let owned = state.courses.iter().filter(|(_, it)| !it.deleted && it.owner == account);
        let owned = owned.map(|(id, _)| (*id, *id)).collect();
        Ok(newest_first(owned, after, limit).map(|(_, it)| it))
    }

    async fn mails_due(&self, now: Timestamp, limit: u32) -> Result<Vec<MailRequest>, StoreError> {
        let state = self.state();
        let due = state.mails.values().filter(|it| it.next_at <= now);
        let mut due: Vec<MailRequest> = due.cloned().collect();
        due.sort_by_key(|it| (it.next_at, it.id));
        due.truncate(limit as usize);
        Ok(due)
    }

    async fn purge_identity(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let mut state = self.state();
        let waits =
            |id: Uuid| state.outbox.contains_key(&Aggregate { kind: AggregateKind::Session, id });
        let over = state.sessions.iter().filter(|(id, it)| {
            let ended = it.ended.as_ref().is_some_and(|end| end.at < before);
            (ended || it.expires_at < before) && !waits(**id)
        });
        let sessions: Vec<Uuid> = over.map(|(id, _)| *id).take(limit as usize).collect();
        let left = limit as usize - sessions.len();
        let over = state.revocations.iter().filter(|(_, it)| it.expires_at < before);
        let revocations: Vec<_> = over.map(|(tokens, _)| *tokens).take(left).collect();
        for id in &sessions {
            state.sessions.remove(id);
        }
        for tokens in &revocations {
            state.revocations.remove(tokens);
        }
        Ok((sessions.len() + revocations.len()) as u64)
    }
}

/// The live sessions of an account, oldest first.
fn live(state: &State, account: AccountId, now: Timestamp) -> Vec<(Uuid, SessionState)> {
    let live = state
        .sessions
        .iter()
        .filter(|(_, it)| it.account_id == account && it.ended.is_none() && it.expires_at > now);
    live.map(|(id, it)| (*id, it.clone())).collect()
}
