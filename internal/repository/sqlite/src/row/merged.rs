//! Where a subject or an instructor went that was merged: three columns.

use courses_domain::catalogue::Merged;
use uuid::Uuid;

use super::Columns;
use crate::error::Failure;

pub(super) fn merged<I: From<Uuid>>(it: &Columns<'_>) -> Result<Option<Merged<I>>, Failure> {
    let Some(into) = it.id_if_any("merged_into")? else { return Ok(None) };
    Ok(Some(Merged { into, at: it.time("merged_at")?, settled: it.get("merge_settled")? }))
}
