//! Publication requests.

use courses_domain::catalogue::{
    PublicationRequest, PublicationRequestState, PublicationStatus, ReviewComment,
};
use rusqlite::Row;

use super::Columns;
use crate::error::Failure;

/// A publication request.
pub(crate) fn read_publication_request(row: &Row<'_>) -> Result<PublicationRequest, Failure> {
    let it = Columns::of("publication_requests", row)?;
    let comment: Option<String> = it.get("comment")?;
    let comment = comment.as_deref().map(ReviewComment::parse).transpose();
    Ok(PublicationRequest::restore(PublicationRequestState {
        id: it.id("id")?,
        revision: it.counter("revision")?,
        next_sequence: it.counter("next_sequence")?,
        version: it.counter("version")?,
        course: it.id("course")?,
        owner: it.id("owner")?,
        draft_version: it.counter("draft_version")?,
        status: it.word("status", PublicationStatus::parse)?,
        comment: comment.map_err(|err| it.bad("comment", err))?,
        decided_by: it.id_if_any("decided_by")?,
        decided_at: it.time_if_any("decided_at")?,
        created_at: it.time("created_at")?,
        updated_at: it.time("updated_at")?,
    }))
}
