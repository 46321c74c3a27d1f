//! How each question about people is answered.

use async_trait::async_trait;
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
use rusqlite::params_from_iter;
use uuid::Uuid;

use super::{before, items, surplus};
use crate::SqliteStore;
use crate::row::{
    Columns, blob, int, millis, read_account, read_account_event, read_account_summary,
    read_api_key, read_api_key_use, read_audit, read_audit_head, read_mail, read_revocation,
    read_session,
};
use crate::sql;

/// How many sessions are ended at once.
const MOST_SESSIONS: u32 = 1_000;

#[async_trait]
impl IdentityReader for SqliteStore {
    #[tracing::instrument(
        name = "repository.sqlite.find_account",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "accounts"
        )
    )]
    async fn find_account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.read(move |db| db.one(&sql::FIND_ACCOUNT, [blob(id)], read_account)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_account_by_email",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "accounts"
        )
    )]
    async fn find_account_by_email(&self, email: &EmailKey) -> Result<Option<Account>, StoreError> {
        let email = email.clone();
        self.read(move |db| db.one(&sql::FIND_ACCOUNT_BY_EMAIL, [email.as_str()], read_account))
            .await
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_accounts",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "accounts"
        )
    )]
    async fn list_accounts(
        &self,
        query: &AccountQuery,
    ) -> Result<Page<AccountSummary, IdPosition>, StoreError> {
        let (question, limit) = (sql::accounts(query), items(query.limit));
        let found = self.read(move |db| {
            db.all(&question.sql, params_from_iter(question.params), read_account_summary)
        });
        Ok(Page::from_surplus(found.await?, limit, |it| IdPosition(it.id.into())))
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_session",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "sessions"
        )
    )]
    async fn find_session(&self, id: SessionId) -> Result<Option<Session>, StoreError> {
        self.read(move |db| db.one(&sql::FIND_SESSION, [blob(id)], read_session)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_sessions",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "sessions"
        )
    )]
    async fn list_sessions(
        &self,
        account: AccountId,
        now: Timestamp,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<SessionState, IdPosition>, StoreError> {
        let bound = (blob(account), millis(now), before(after), surplus(limit));
        let found = self.read(move |db| db.all(&sql::LIST_SESSIONS, bound, read_session)).await?;
        let page = Page::from_surplus(found, items(limit), |it| IdPosition(it.state().id.into()));
        Ok(page.map(|it| it.state().clone()))
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_live_sessions",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "sessions"
        )
    )]
    async fn find_live_sessions(
        &self,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let bound = (blob(account), millis(now), MOST_SESSIONS);
        self.read(move |db| db.all(&sql::SESSIONS_TO_END, bound, read_session)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.find_api_key",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "api_keys"
        )
    )]
    async fn find_api_key(&self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
        self.read(move |db| db.one(&sql::FIND_API_KEY, [blob(id)], read_api_key)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_api_keys",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "api_keys"
        )
    )]
    async fn list_api_keys(
        &self,
        account: AccountId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<ApiKeyUse, IdPosition>, StoreError> {
        let bound = (blob(account), before(after), surplus(limit));
        let found =
            self.read(move |db| db.all(&sql::LIST_API_KEYS, bound, read_api_key_use)).await?;
        Ok(Page::from_surplus(found, items(limit), |it| IdPosition(it.key.id.into())))
    }

    #[tracing::instrument(
        name = "repository.sqlite.touch_api_key",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "update",
            db.collection.name = "api_keys"
        )
    )]
    async fn touch_api_key(&self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError> {
        self.write(move |db| db.run(&sql::TOUCH_API_KEY, (blob(id), millis(at)))).await?;
        Ok(())
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_revocations",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "revocations"
        )
    )]
    async fn revocations_since(
        &self,
        since: Timestamp,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<TokenRevocation>, StoreError> {
        let bound = (millis(since), millis(now), limit);
        self.read(move |db| db.all(&sql::REVOCATIONS_SINCE, bound, read_revocation)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_audit",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "audit"
        )
    )]
    async fn list_audit(&self, query: &AuditQuery) -> Result<Page<AuditRecord, u64>, StoreError> {
        let (question, limit) = (sql::audit(query), items(query.limit));
        let found = self
            .read(move |db| db.all(&question.sql, params_from_iter(question.params), read_audit));
        Ok(Page::from_surplus(found.await?, limit, |it| it.sequence))
    }

    #[tracing::instrument(
        name = "repository.sqlite.audit_after",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "audit"
        )
    )]
    async fn audit_after(&self, after: u64, limit: u32) -> Result<Vec<AuditRecord>, StoreError> {
        let bound = (int(after), limit);
        self.read(move |db| db.all(&sql::AUDIT_AFTER, bound, read_audit)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.audit_head",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "find",
            db.collection.name = "audit"
        )
    )]
    async fn audit_head(&self) -> Result<AuditHead, StoreError> {
        let found = self.read(|db| db.one(&sql::AUDIT_HEAD, [], read_audit_head)).await?;
        Ok(found.unwrap_or(AuditHead::START))
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_account_events",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "events"
        )
    )]
    async fn account_events(
        &self,
        account: AccountId,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Page<AccountEvent, u64>, StoreError> {
        let bound = (blob(account), before.map_or(i64::MAX, int), surplus(limit));
        let found = self.read(move |db| db.all(&sql::ACCOUNT_EVENTS, bound, read_account_event));
        Ok(Page::from_surplus(found.await?, items(limit), |it| it.sequence))
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_owned_courses",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "courses"
        )
    )]
    async fn list_owned_courses(
        &self,
        account: AccountId,
        after: Option<IdPosition>,
        limit: u32,
    ) -> Result<Page<Uuid, IdPosition>, StoreError> {
        let bound = (blob(account), before(after), surplus(limit));
        let found = self.read(move |db| {
            db.all(&sql::OWNED_COURSES, bound, |row| Columns::of("courses", row)?.id("id"))
        });
        Ok(Page::from_surplus(found.await?, items(limit), |id| IdPosition(*id)))
    }

    #[tracing::instrument(
        name = "repository.sqlite.list_mails",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "list",
            db.collection.name = "mails"
        )
    )]
    async fn mails_due(&self, now: Timestamp, limit: u32) -> Result<Vec<MailRequest>, StoreError> {
        let bound = (millis(now), limit);
        self.read(move |db| db.all(&sql::MAILS_DUE, bound, read_mail)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.purge_identity",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "delete",
            db.collection.name = "sessions"
        )
    )]
    async fn purge_identity(&self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let before = millis(before);
        let purged = self.write(move |db| {
            let sessions = db.run(&sql::PURGE_SESSIONS, (before, limit))?;
            let left = limit.saturating_sub(u32::try_from(sessions).unwrap_or(u32::MAX));
            Ok(sessions + db.run(&sql::PURGE_REVOCATIONS, (before, left))?)
        });
        Ok(u64::try_from(purged.await?).unwrap_or(u64::MAX))
    }
}
