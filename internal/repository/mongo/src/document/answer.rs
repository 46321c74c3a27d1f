//! A remembered answer. Growth: one per request with a key, for a day; `purge_expired` removes
//! them by the product's clock, so there is no index that removes them by the server's.

use bson::spec::BinarySubtype;
use bson::{Binary, DateTime, Document, doc};
use courses_port::{IdempotencyRecord, IdempotencyScope, IdempotencyWrite, StoredAnswer};
use serde::{Deserialize, Serialize};

use super::Record;
use crate::convert::{to_binary, to_date, to_number};
use crate::error::{BadField, InField};

/// An answer as it lies in `idempotency`; its id is the scope.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AnswerDocument {
    fingerprint: Binary,
    status: i64,
    headers: Vec<HeaderDocument>,
    body: Binary,
    created_at: DateTime,
    expires_at: DateTime,
}

#[derive(Debug, Serialize, Deserialize)]
struct HeaderDocument {
    name: String,
    value: String,
}

/// The id of a scope.
pub(crate) fn scope_id(scope: &IdempotencyScope) -> Document {
    doc! {
        "actor": to_binary(scope.actor),
        "operation": &scope.operation,
        "key": &scope.key,
    }
}

impl From<&IdempotencyWrite> for AnswerDocument {
    fn from(write: &IdempotencyWrite) -> Self {
        let binary = |bytes: &[u8]| Binary { subtype: BinarySubtype::Generic, bytes: bytes.into() };
        let headers = write.answer.headers.iter();
        Self {
            fingerprint: binary(&write.fingerprint),
            status: write.answer.status.into(),
            headers: headers
                .map(|(name, value)| HeaderDocument { name: name.clone(), value: value.clone() })
                .collect(),
            body: binary(&write.answer.body),
            created_at: to_date(write.created_at),
            expires_at: to_date(write.expires_at),
        }
    }
}

impl Record for AnswerDocument {
    type Entity = IdempotencyRecord;

    fn into_entity(self) -> Result<IdempotencyRecord, BadField> {
        let fingerprint = self.fingerprint.bytes.try_into();
        let fingerprint = fingerprint.map_err(|_| "has not 32 bytes").in_field("fingerprint")?;
        let headers = self.headers.into_iter().map(|header| (header.name, header.value));
        Ok(IdempotencyRecord {
            fingerprint,
            answer: StoredAnswer {
                status: to_number(self.status, "status")?,
                headers: headers.collect(),
                body: self.body.bytes,
            },
        })
    }
}
