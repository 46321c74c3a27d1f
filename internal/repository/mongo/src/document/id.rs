//! The id of a document, when nothing else of it is wanted.

use serde::Deserialize;
use uuid::Uuid;

use super::Record;
use crate::convert::to_id;
use crate::error::BadField;

/// A document reduced to its id.
#[derive(Deserialize)]
pub(crate) struct IdDocument {
    #[serde(rename = "_id")]
    id: bson::Uuid,
}

impl Record for IdDocument {
    type Entity = Uuid;

    fn into_entity(self) -> Result<Uuid, BadField> {
        Ok(to_id(self.id))
    }
}
