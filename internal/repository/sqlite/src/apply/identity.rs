//! The changes of identity: aggregates, and what belongs to none.

use courses_domain::identity::{AuditEntry, AuditHead, AuditRecord, TokenRevocation};
use courses_port::CommitError;
use courses_port::identity::{IdentityChange, MailRequest};
use rusqlite::params;

use super::{account, api_key, session};
use crate::engine::Db;
use crate::row::{blob, int, millis, read_audit_head, revoked};
use crate::sql;

/// Applies one change.
pub(super) fn apply(db: &Db<'_>, change: &IdentityChange) -> Result<(), CommitError> {
    match change {
        IdentityChange::SaveAccount(write) => account::save(db, write),
        IdentityChange::SaveSession(write) => session::save(db, write),
        IdentityChange::SaveApiKey(write) => api_key::save(db, write),
        IdentityChange::Audit(entry) => append(db, entry),
        IdentityChange::Revoke(revocation) => revoke(db, revocation),
        IdentityChange::RequestMail(mail) => request_mail(db, mail),
        IdentityChange::PostponeMail { mail, attempts, next_at } => {
            db.run(&sql::POSTPONE_MAIL, (blob(*mail), attempts, millis(*next_at)))?;
            Ok(())
        }
        IdentityChange::FinishMail(mail) => {
            db.run(&sql::FINISH_MAIL, [blob(*mail)])?;
            Ok(())
        }
    }
}

/// One writer at a time has the file, so the last line stays the last until this one stands.
fn append(db: &Db<'_>, entry: &AuditEntry) -> Result<(), CommitError> {
    let head = db.one(&sql::AUDIT_HEAD, [], read_audit_head)?.unwrap_or(AuditHead::START);
    let record = AuditRecord::chain(&head, entry.clone());
    let bound = params![
        int(record.sequence),
        millis(entry.time),
        entry.actor.map(blob),
        entry.action.word(),
        entry.subject.map(blob),
        entry.request_id,
        entry.detail,
        record.previous,
        record.hash,
    ];
    db.run(&sql::APPEND_AUDIT, bound)?;
    Ok(())
}

fn revoke(db: &Db<'_>, it: &TokenRevocation) -> Result<(), CommitError> {
    let (kind, id) = revoked(it.tokens);
    let bound = (kind, id, millis(it.until), millis(it.recorded_at), millis(it.expires_at));
    db.run(&sql::PUT_REVOCATION, bound)?;
    Ok(())
}

fn request_mail(db: &Db<'_>, mail: &MailRequest) -> Result<(), CommitError> {
    let bound = (
        blob(mail.id),
        blob(mail.account),
        mail.kind.word(),
        millis(mail.requested_at),
        mail.attempts,
        millis(mail.next_at),
    );
    db.run(&sql::PUT_MAIL, bound)?;
    Ok(())
}
