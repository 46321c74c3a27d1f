//! Who said the fields of a draft, as JSON.

use courses_domain::catalogue::{CourseField, FieldOrigin, Speaker};
use courses_domain::shared::ExternalId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Columns;
use super::value::{UnknownWord, json, millis, time};
use crate::error::Failure;

const FIELD: &str = "provenance";

/// One field: either `source` or `account` says it.
#[derive(Serialize, Deserialize)]
struct OriginRow {
    field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<Uuid>,
    at: i64,
}

impl From<&FieldOrigin> for OriginRow {
    fn from(it: &FieldOrigin) -> Self {
        let (source, account) = match &it.said_by {
            Speaker::Source(name) => {
                (Some((name.source().to_owned(), name.key().to_owned())), None)
            }
            Speaker::Account(id) => (None, Some((*id).into())),
        };
        Self { field: it.field.pointer().to_owned(), source, account, at: millis(it.at) }
    }
}

/// What is kept; `None` if there is nothing.
pub(super) fn provenance_json(origins: &[FieldOrigin]) -> Option<String> {
    let rows: Vec<OriginRow> = origins.iter().map(OriginRow::from).collect();
    (!rows.is_empty()).then(|| json(&rows))
}

/// What was kept.
pub(super) fn provenance(it: &Columns<'_>) -> Result<Vec<FieldOrigin>, Failure> {
    let rows: Option<Vec<OriginRow>> = it.json_if_any(FIELD)?;
    rows.into_iter().flatten().map(|row| origin(it, row)).collect()
}

fn origin(it: &Columns<'_>, row: OriginRow) -> Result<FieldOrigin, Failure> {
    let field = CourseField::parse(&row.field).ok_or_else(|| it.bad(FIELD, UnknownWord))?;
    let said_by = match (row.source, row.account) {
        (Some((source, key)), _) => {
            let name = ExternalId::parse(&source, &key).map_err(|err| it.bad(FIELD, err))?;
            Speaker::Source(name)
        }
        (None, Some(id)) => Speaker::Account(id.into()),
        (None, None) => return Err(it.bad(FIELD, UnknownWord)),
    };
    let at = time(row.at).map_err(|err| it.bad(FIELD, err))?;
    Ok(FieldOrigin { field, said_by, at })
}
