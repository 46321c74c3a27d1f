//! Mails that are to be sent.

use courses_port::identity::{MailKind, MailRequest};
use rusqlite::Row;

use super::Columns;
use crate::error::Failure;

/// A mail.
pub(crate) fn read_mail(row: &Row<'_>) -> Result<MailRequest, Failure> {
    let it = Columns::of("mails", row)?;
    Ok(MailRequest {
        id: it.id("id")?,
        account: it.id("account")?,
        kind: it.word("kind", MailKind::parse)?,
        requested_at: it.time("requested_at")?,
        attempts: it.counter("attempts")?,
        next_at: it.time("next_at")?,
    })
}
