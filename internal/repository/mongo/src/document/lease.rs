//! A lease. Growth: one per job.

use bson::DateTime;
use courses_port::{Fence, Lease};
use serde::Deserialize;

use super::Record;
use crate::convert::{to_number, to_timestamp};
use crate::error::BadField;

/// A lease as it lies in `leases`; its id is its name.
#[derive(Debug, Deserialize)]
pub(crate) struct LeaseDocument {
    #[serde(rename = "_id")]
    name: String,
    token: i64,
    expires_at: DateTime,
}

impl Record for LeaseDocument {
    type Entity = Lease;

    fn into_entity(self) -> Result<Lease, BadField> {
        Ok(Lease {
            fence: Fence { name: self.name, token: to_number(self.token, "token")? },
            expires_at: to_timestamp(self.expires_at, "expires_at")?,
        })
    }
}
