//! How often signing in failed. Growth: one per address of either kind that failed during the
//! last day. The id holds a hash, so that a list of these tells nobody's address.

use bson::{Binary, DateTime, Document, doc};
use courses_domain::identity::{AttemptKey, Attempts};
use jiff::Timestamp;
use serde::Deserialize;

use super::Record;
use super::bytes::to_bytes;
use crate::convert::{to_date, to_number, to_timestamp};
use crate::error::BadField;

/// A count as it lies in `sign_in_attempts`.
#[derive(Deserialize)]
pub(crate) struct AttemptsDocument {
    #[serde(rename = "_id")]
    key: KeyDocument,
    failures: i64,
    last_failed_at: DateTime,
}

#[derive(Deserialize)]
struct KeyDocument {
    kind: String,
    hash: Binary,
}

/// A count and whose it is.
pub(crate) struct Counted {
    kind: String,
    hash: Vec<u8>,
    pub(crate) attempts: Attempts,
}

impl Counted {
    /// Whether it is the count of `key`.
    pub(crate) fn is_of(&self, key: &AttemptKey) -> bool {
        self.kind == key.kind.word() && self.hash == key.hash.as_bytes()
    }
}

/// The id of a count.
pub(crate) fn attempts_id(key: &AttemptKey) -> Document {
    doc! { "kind": key.kind.word(), "hash": to_bytes(key.hash.as_bytes()) }
}

/// Counts a failure more at `now`, from the beginning if the last one was before `forgotten`.
pub(crate) fn count_update(now: Timestamp, forgotten: Timestamp) -> Vec<Document> {
    let now = to_date(now);
    // What is missing compares as less than any date.
    let is_known = doc! { "$gt": ["$last_failed_at", to_date(forgotten)] };
    let more = doc! { "$add": ["$failures", 1_i64] };
    vec![doc! { "$set": {
        "failures": { "$cond": [is_known, more, 1_i64] },
        "last_failed_at": { "$max": ["$last_failed_at", now] },
    } }]
}

impl Record for AttemptsDocument {
    type Entity = Counted;

    fn into_entity(self) -> Result<Counted, BadField> {
        Ok(Counted {
            kind: self.key.kind,
            hash: self.key.hash.bytes,
            attempts: Attempts {
                failures: to_number(self.failures, "failures")?,
                last_failed_at: to_timestamp(self.last_failed_at, "last_failed_at")?,
            },
        })
    }
}
