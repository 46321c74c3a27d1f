//! An instructor. Growth: some thousands, up to 20 kilobytes each.

use bson::DateTime;
use courses_domain::catalogue::{
    Biography, Instructor, InstructorState, PersonName, SuggestionEntry,
};
use serde::{Deserialize, Serialize};

use super::{MergedDocument, Record, SuggestionDocument};
use crate::convert::{
    to_binary, to_date, to_external_ids, to_id, to_long, to_number, to_text, to_timestamp,
};
use crate::error::{BadField, InField};

/// An instructor as it lies in `instructors`, beside its `outbox`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct InstructorDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
    revision: i64,
    next_sequence: i64,
    version: i64,
    name: String,
    bio: Option<String>,
    /// Missing if there are none, so that the unique index does not hold the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external_ids: Option<Vec<String>>,
    created_at: DateTime,
    updated_at: DateTime,
    #[serde(default)]
    merged: Option<MergedDocument>,
    /// What leads there while somebody types.
    #[serde(default, skip_deserializing)]
    suggest: Option<SuggestionDocument>,
}

impl From<&InstructorState> for InstructorDocument {
    fn from(state: &InstructorState) -> Self {
        let external_ids: Vec<String> = state.external_ids.iter().map(to_text).collect();
        Self {
            id: to_binary(state.id),
            revision: to_long(state.revision),
            next_sequence: to_long(state.next_sequence),
            version: to_long(state.version),
            name: state.name.as_str().to_owned(),
            bio: state.bio.as_ref().map(|bio| bio.as_str().to_owned()),
            external_ids: Some(external_ids).filter(|ids| !ids.is_empty()),
            created_at: to_date(state.created_at),
            updated_at: to_date(state.updated_at),
            merged: state.merged.as_ref().map(MergedDocument::from),
            suggest: SuggestionEntry::of_instructor(state).map(SuggestionDocument::from),
        }
    }
}

impl Record for InstructorDocument {
    type Entity = Instructor;

    fn into_entity(self) -> Result<Instructor, BadField> {
        Ok(Instructor::restore(InstructorState {
            id: to_id(self.id),
            revision: to_number(self.revision, "revision")?,
            next_sequence: to_number(self.next_sequence, "next_sequence")?,
            version: to_number(self.version, "version")?,
            name: PersonName::parse(&self.name).in_field("name")?,
            bio: self.bio.map(|bio| Biography::parse(&bio)).transpose().in_field("bio")?,
            external_ids: to_external_ids(self.external_ids, "external_ids")?,
            created_at: to_timestamp(self.created_at, "created_at")?,
            updated_at: to_timestamp(self.updated_at, "updated_at")?,
            merged: self.merged.map(MergedDocument::into_merged).transpose()?,
        }))
    }
}
