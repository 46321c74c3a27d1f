//! Lines of the audit log.

use courses_domain::identity::{AuditAction, AuditEntry, AuditHead, AuditRecord};
use rusqlite::Row;

use super::Columns;
use crate::error::Failure;

/// A line.
pub(crate) fn read_audit(row: &Row<'_>) -> Result<AuditRecord, Failure> {
    let it = columns(row)?;
    Ok(AuditRecord {
        sequence: it.counter("sequence")?,
        entry: AuditEntry {
            time: it.time("time")?,
            actor: it.id_if_any("actor")?,
            action: it.word("action", AuditAction::parse)?,
            subject: it.id_if_any("subject")?,
            request_id: it.get("request")?,
            detail: it.get("detail")?,
        },
        previous: it.get("previous")?,
        hash: it.get("hash")?,
    })
}

/// What the next line follows, from the last line.
pub(crate) fn read_audit_head(row: &Row<'_>) -> Result<AuditHead, Failure> {
    let it = columns(row)?;
    Ok(AuditHead { sequence: it.counter("sequence")?, hash: it.get("hash")? })
}

fn columns<'a>(row: &'a Row<'a>) -> Result<Columns<'a>, Failure> {
    let sequence: i64 = row.get("sequence")?;
    Ok(Columns::named("audit", row, sequence.to_string()))
}
