//! Where a subject or an instructor went that was merged.

use bson::DateTime;
use courses_domain::catalogue::Merged;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::convert::{to_binary, to_date, to_id, to_timestamp};
use crate::error::BadField;

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MergedDocument {
    into: bson::Uuid,
    at: DateTime,
    settled: bool,
}

impl<I: Copy + Into<Uuid>> From<&Merged<I>> for MergedDocument {
    fn from(merged: &Merged<I>) -> Self {
        Self { into: to_binary(merged.into), at: to_date(merged.at), settled: merged.settled }
    }
}

impl MergedDocument {
    pub(crate) fn into_merged<I: From<Uuid>>(self) -> Result<Merged<I>, BadField> {
        Ok(Merged {
            into: to_id(self.into),
            at: to_timestamp(self.at, "merged.at")?,
            settled: self.settled,
        })
    }
}
