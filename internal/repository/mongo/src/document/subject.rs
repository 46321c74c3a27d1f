//! A subject. Growth: some hundreds.

use bson::DateTime;
use courses_domain::catalogue::{
    Subject, SubjectCode, SubjectState, SubjectTitle, SuggestionEntry,
};
use serde::{Deserialize, Serialize};

use super::{MergedDocument, Record, SuggestionDocument};
use crate::convert::{to_binary, to_date, to_id, to_long, to_number, to_timestamp};
use crate::error::{BadField, InField};

/// A subject as it lies in `subjects`, beside its `outbox`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SubjectDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    revision: i64,
    next_sequence: i64,
    version: i64,
    code: String,
    title: String,
    created_at: DateTime,
    updated_at: DateTime,
    #[serde(default)]
    merged: Option<MergedDocument>,
    /// What leads there while somebody types.
    #[serde(default, skip_deserializing)]
    suggest: Option<SuggestionDocument>,
}

impl From<&SubjectState> for SubjectDocument {
    fn from(state: &SubjectState) -> Self {
        Self {
            id: to_binary(state.id),
            revision: to_long(state.revision),
            next_sequence: to_long(state.next_sequence),
            version: to_long(state.version),
            code: state.code.as_str().to_owned(),
            title: state.title.as_str().to_owned(),
            created_at: to_date(state.created_at),
            updated_at: to_date(state.updated_at),
            merged: state.merged.as_ref().map(MergedDocument::from),
            suggest: SuggestionEntry::of_subject(state).map(SuggestionDocument::from),
        }
    }
}

impl Record for SubjectDocument {
    type Entity = Subject;

    fn into_entity(self) -> Result<Subject, BadField> {
        Ok(Subject::restore(SubjectState {
            id: to_id(self.id),
            revision: to_number(self.revision, "revision")?,
            next_sequence: to_number(self.next_sequence, "next_sequence")?,
            version: to_number(self.version, "version")?,
            code: SubjectCode::parse(&self.code).in_field("code")?,
            title: SubjectTitle::parse(&self.title).in_field("title")?,
            created_at: to_timestamp(self.created_at, "created_at")?,
            updated_at: to_timestamp(self.updated_at, "updated_at")?,
            merged: self.merged.map(MergedDocument::into_merged).transpose()?,
        }))
    }
}
