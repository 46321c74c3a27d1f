//! Answers that went out.

use courses_port::{IdempotencyRecord, StoredAnswer};
use rusqlite::Row;

use super::{Columns, json};
use crate::error::Failure;

/// Header names and values as they are kept.
pub(crate) fn headers_json(headers: &[(String, String)]) -> String {
    json(&headers)
}

/// The record of the key `key`.
pub(crate) fn read_answer(key: &str, row: &Row<'_>) -> Result<IdempotencyRecord, Failure> {
    let it = Columns::named("idempotency", row, key.to_owned());
    Ok(IdempotencyRecord {
        fingerprint: it.get("fingerprint")?,
        answer: StoredAnswer {
            status: it.counter("status")?,
            headers: it.json("headers")?,
            body: it.get("body")?,
        },
    })
}
