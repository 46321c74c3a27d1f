//! The part of a set that is about people: their aggregates, and what goes with them.
//!
//! The audit log is one chain, so every set that appends to it writes its head: two such sets at
//! once conflict, and the transaction that loses is repeated on top of the winner's line.

use bson::{Document, doc};
use courses_domain::AggregateKind;
use courses_domain::identity::{AuditEntry, AuditHead, AuditRecord, TokenRevocation};
use courses_port::StoreError;
use courses_port::identity::{AccountWrite, ApiKeyWrite, IdentityChange, SessionWrite};
use mongodb::ClientSession;
use xmongo::TransactionError;

use super::batch::{Batch, Body, Refusal};
use super::save::Save;
use crate::convert::{to_binary, to_date};
use crate::document::{
    AccountDocument, ApiKeyDocument, AuditDocument, AuditHeadDocument, MailDocument,
    SessionDocument, encode, revoke_statement,
};
use crate::fetch::decode_in;
use crate::query;
use crate::schema::{AUDIT, AUDIT_HEAD, COUNTERS, MAILS, REVOCATIONS};
use crate::statements::Verb;

/// What to do beside saving aggregates.
#[derive(Debug, Default)]
pub(super) struct IdentityPlan<'a> {
    /// In the order of the set.
    audit: Vec<&'a AuditEntry>,
    revocations: Vec<&'a TokenRevocation>,
    /// In the order of the set.
    mails: Vec<(Verb, Document)>,
}

impl<'a> IdentityPlan<'a> {
    pub(super) const fn is_empty(&self) -> bool {
        self.audit.is_empty() && self.revocations.is_empty() && self.mails.is_empty()
    }

    /// Plans a change; answers the aggregate to save if it is one.
    pub(super) fn add(&mut self, change: &'a IdentityChange) -> Option<Save> {
        match change {
            IdentityChange::SaveAccount(write) => return Some(Save::from(&**write)),
            IdentityChange::SaveSession(write) => return Some(Save::from(&**write)),
            IdentityChange::SaveApiKey(write) => return Some(Save::from(&**write)),
            IdentityChange::Audit(entry) => self.audit.push(entry),
            IdentityChange::Revoke(revocation) => self.revocations.push(revocation),
            IdentityChange::RequestMail(mail) => {
                let mut document = encode(&MailDocument::from(mail));
                let id = document.remove("_id");
                let first = doc! { "$setOnInsert": document };
                let request = doc! { "q": { "_id": id }, "u": first, "upsert": true };
                self.mails.push((Verb::Update, request));
            }
            IdentityChange::PostponeMail { mail, attempts, next_at } => {
                let next = doc! {
                    "attempts": i64::from(*attempts),
                    "next_at": to_date(*next_at),
                };
                let postpone = doc! { "q": { "_id": to_binary(*mail) }, "u": { "$set": next } };
                self.mails.push((Verb::Update, postpone));
            }
            IdentityChange::FinishMail(mail) => {
                let finish = doc! { "q": { "_id": to_binary(*mail) }, "limit": 1 };
                self.mails.push((Verb::Delete, finish));
            }
        }
        None
    }
}

pub(super) async fn apply(batch: &Batch<'_>, session: &mut ClientSession) -> Body<()> {
    let plan = &batch.plan.identity;
    let revocations = plan.revocations.iter().map(|revocation| revoke_statement(revocation));
    batch.statements(session, Verb::Update, REVOCATIONS, revocations, &[]).await?;
    for (verb, statement) in &plan.mails {
        batch.statements(session, *verb, MAILS, [statement.clone()], &[]).await?;
    }
    if plan.audit.is_empty() { Ok(()) } else { append(batch, session, &plan.audit).await }
}

/// Chains these lines to the last one, whatever that is now.
async fn append(
    batch: &Batch<'_>,
    session: &mut ClientSession,
    entries: &[&AuditEntry],
) -> Body<()> {
    let refused = |error: StoreError| TransactionError::Refused(Refusal::Store(error));
    let found = batch.store.find_in(session, query::counter(AUDIT_HEAD)).await?;
    let found = found.first().map(|raw| decode_in::<AuditHeadDocument>(COUNTERS, raw)).transpose();
    let mut head = found.map_err(refused)?.unwrap_or(AuditHead::START);
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        let line = AuditRecord::chain(&head, (*entry).clone());
        head = line.head();
        lines.push(encode(&AuditDocument::from(&line)));
    }
    let next = doc! {
        "q": { "_id": AUDIT_HEAD },
        "u": { "$set": encode(&AuditHeadDocument::from(&head)) },
        "upsert": true,
    };
    batch.statements(session, Verb::Update, COUNTERS, [next], &[]).await?;
    let log = batch.store.collection(AUDIT);
    let insert = log.insert_many(lines).session(session);
    batch.store.send("insert", AUDIT, insert).await?;
    Ok(())
}

impl From<&AccountWrite> for Save {
    fn from(write: &AccountWrite) -> Self {
        let fields = AccountDocument::from(&write.state);
        let kind = AggregateKind::Account;
        Self::of(kind, write.state.id, write.read_at, &write.events, fields)
    }
}

impl From<&SessionWrite> for Save {
    fn from(write: &SessionWrite) -> Self {
        let fields = SessionDocument::from(&write.state);
        let kind = AggregateKind::Session;
        Self::of(kind, write.state.id, write.read_at, &write.events, fields)
    }
}

impl From<&ApiKeyWrite> for Save {
    fn from(write: &ApiKeyWrite) -> Self {
        let fields = ApiKeyDocument::from(&write.state);
        let kind = AggregateKind::ApiKey;
        Self::of(kind, write.state.id, write.read_at, &write.events, fields)
    }
}

#[cfg(test)]
mod tests {
    use courses_domain::identity::{AuditAction, RevokedTokens};
    use courses_port::ChangeSet;
    use courses_port::identity::MailKind;
    use courses_testkit::build::{Make, Save as _};

    use super::super::plan::Plan;

    #[test]
    fn one_aggregate_alone_is_a_single_write() {
        let mut make = Make::new(1);
        let account = make.id();
        for change in [
            make.rich_account().save(),
            make.rich_session(account).save(),
            make.rich_api_key(account).save(),
        ] {
            let set = ChangeSet::new(make.now()).with(change);
            assert!(Plan::of(&set).single().is_some());
        }
    }

    #[test]
    fn an_aggregate_with_anything_beside_it_is_a_transaction() {
        let mut make = Make::new(2);
        let account = make.account();
        let session = RevokedTokens::Session(make.id());
        for change in [
            make.session(account.id).save(),
            make.audit_entry(AuditAction::AdminCreated).save(),
            make.revocation(session).save(),
            make.mail(account.id, MailKind::VerifyEmail).save(),
        ] {
            let set = ChangeSet::new(make.now()).with(account.clone().save()).with(change);
            assert!(Plan::of(&set).single().is_none());
        }
    }
}
