//! A publication request. Growth: about half a kilobyte each; the decided ones are kept as history.

use bson::DateTime;
use courses_domain::catalogue::{
    PublicationRequest, PublicationRequestState, PublicationStatus, ReviewComment,
};
use serde::{Deserialize, Serialize};

use super::Record;
use crate::convert::{to_binary, to_date, to_id, to_long, to_number, to_timestamp, to_timestamps};
use crate::error::{BadField, InField};

/// A publication request as it lies in `publication_requests`, beside its `outbox`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PublicationRequestDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    revision: i64,
    next_sequence: i64,
    version: i64,
    course_id: bson::Uuid,
    owner: bson::Uuid,
    draft_version: i64,
    status: String,
    /// For the index that lets a course have one.
    #[serde(default, skip_deserializing)]
    open: bool,
    comment: Option<String>,
    decided_by: Option<bson::Uuid>,
    decided_at: Option<DateTime>,
    created_at: DateTime,
    updated_at: DateTime,
}

impl From<&PublicationRequestState> for PublicationRequestDocument {
    fn from(state: &PublicationRequestState) -> Self {
        Self {
            id: to_binary(state.id),
            revision: to_long(state.revision),
            next_sequence: to_long(state.next_sequence),
            version: to_long(state.version),
            course_id: to_binary(state.course),
            owner: to_binary(state.owner),
            draft_version: to_long(state.draft_version),
            status: state.status.word().to_owned(),
            open: state.status.is_open(),
            comment: state.comment.as_ref().map(|text| text.as_str().to_owned()),
            decided_by: state.decided_by.map(to_binary),
            decided_at: state.decided_at.map(to_date),
            created_at: to_date(state.created_at),
            updated_at: to_date(state.updated_at),
        }
    }
}

impl Record for PublicationRequestDocument {
    type Entity = PublicationRequest;

    fn into_entity(self) -> Result<PublicationRequest, BadField> {
        let comment = self.comment.map(|text| ReviewComment::parse(&text)).transpose();
        Ok(PublicationRequest::restore(PublicationRequestState {
            id: to_id(self.id),
            revision: to_number(self.revision, "revision")?,
            next_sequence: to_number(self.next_sequence, "next_sequence")?,
            version: to_number(self.version, "version")?,
            course: to_id(self.course_id),
            owner: to_id(self.owner),
            draft_version: to_number(self.draft_version, "draft_version")?,
            status: PublicationStatus::parse(&self.status).in_field("status")?,
            comment: comment.in_field("comment")?,
            decided_by: self.decided_by.map(to_id),
            decided_at: to_timestamps(self.decided_at, "decided_at")?,
            created_at: to_timestamp(self.created_at, "created_at")?,
            updated_at: to_timestamp(self.updated_at, "updated_at")?,
        }))
    }
}
