//! Who said the fields of a draft.

use bson::DateTime;
use courses_domain::catalogue::{CourseField, FieldOrigin, Speaker};
use serde::{Deserialize, Serialize};

use crate::convert::{to_binary, to_date, to_external_id, to_id, to_text, to_timestamp};
use crate::error::{BadField, InField};

/// One field: either `source` or `account` says it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OriginDocument {
    field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<bson::Uuid>,
    at: DateTime,
}

impl From<&FieldOrigin> for OriginDocument {
    fn from(it: &FieldOrigin) -> Self {
        let (source, account) = match &it.said_by {
            Speaker::Source(name) => (Some(to_text(name)), None),
            Speaker::Account(id) => (None, Some(to_binary(*id))),
        };
        Self { field: it.field.pointer().to_owned(), source, account, at: to_date(it.at) }
    }
}

impl OriginDocument {
    pub(super) fn into_origin(self) -> Result<FieldOrigin, BadField> {
        let said_by = match (self.source, self.account) {
            (None, Some(id)) => Speaker::Account(to_id(id)),
            (name, _) => Speaker::Source(to_external_id(&name.unwrap_or_default(), "source")?),
        };
        Ok(FieldOrigin {
            field: CourseField::parse(&self.field).in_field("field")?,
            said_by,
            at: to_timestamp(self.at, "at")?,
        })
    }
}
