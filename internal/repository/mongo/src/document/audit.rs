//! A line of the audit log, and where the next one begins. Growth: about half a kilobyte for
//! each deed of an administrator; lines are never changed or removed.

use bson::{Binary, DateTime};
use courses_domain::identity::{AuditAction, AuditEntry, AuditHead, AuditRecord};
use serde::{Deserialize, Serialize};

use super::Record;
use super::bytes::{from_bytes, to_bytes};
use crate::convert::{to_binary, to_date, to_id, to_long, to_number, to_timestamp};
use crate::error::{BadField, InField};

/// A line as it lies in `audit`; its id is its sequence.
#[derive(Serialize, Deserialize)]
pub(crate) struct AuditDocument {
    #[serde(rename = "_id")]
    sequence: i64,
    time: DateTime,
    actor: Option<bson::Uuid>,
    action: String,
    subject: Option<bson::Uuid>,
    request_id: Option<String>,
    detail: Option<String>,
    previous: Binary,
    hash: Binary,
}

impl From<&AuditRecord> for AuditDocument {
    fn from(record: &AuditRecord) -> Self {
        let entry = &record.entry;
        Self {
            sequence: to_long(record.sequence),
            time: to_date(entry.time),
            actor: entry.actor.map(to_binary),
            action: entry.action.word().to_owned(),
            subject: entry.subject.map(to_binary),
            request_id: entry.request_id.clone(),
            detail: entry.detail.clone(),
            previous: to_bytes(&record.previous),
            hash: to_bytes(&record.hash),
        }
    }
}

impl Record for AuditDocument {
    type Entity = AuditRecord;

    /// Does not check the hash: a broken chain must be readable, or nobody could show it.
    fn into_entity(self) -> Result<AuditRecord, BadField> {
        Ok(AuditRecord {
            sequence: to_number(self.sequence, "_id")?,
            entry: AuditEntry {
                time: to_timestamp(self.time, "time")?,
                actor: self.actor.map(to_id),
                action: AuditAction::parse(&self.action).in_field("action")?,
                subject: self.subject.map(to_id),
                request_id: self.request_id,
                detail: self.detail,
            },
            previous: from_bytes(self.previous, "previous")?,
            hash: from_bytes(self.hash, "hash")?,
        })
    }
}

/// The head as it lies in `counters`; its value is the sequence of the last line.
#[derive(Serialize, Deserialize)]
pub(crate) struct AuditHeadDocument {
    value: i64,
    hash: Binary,
}

impl From<&AuditHead> for AuditHeadDocument {
    fn from(head: &AuditHead) -> Self {
        Self { value: to_long(head.sequence), hash: to_bytes(&head.hash) }
    }
}

impl Record for AuditHeadDocument {
    type Entity = AuditHead;

    fn into_entity(self) -> Result<AuditHead, BadField> {
        Ok(AuditHead {
            sequence: to_number(self.value, "value")?,
            hash: from_bytes(self.hash, "hash")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use bson::RawDocumentBuf;
    use courses_testkit::build::Make;

    use super::*;
    use crate::document::{decode, encode};

    #[test]
    fn a_line_survives_its_document_and_still_fits_the_chain() {
        let mut make = Make::new(1);
        let mut head = AuditHead::START;
        for action in AuditAction::ALL {
            for entry in [make.audit_entry(action), make.rich_audit_entry(action)] {
                let line = AuditRecord::chain(&head, entry);
                let document = encode(&AuditDocument::from(&line));
                let raw = RawDocumentBuf::try_from(&document).unwrap();
                let restored = decode::<AuditDocument>("audit", &raw).unwrap();
                assert_eq!(restored, line);
                restored.follows(&head).unwrap();
                head = line.head();
            }
        }
        let raw = RawDocumentBuf::try_from(&encode(&AuditHeadDocument::from(&head))).unwrap();
        assert_eq!(decode::<AuditHeadDocument>("counters", &raw).unwrap(), head);
    }
}
