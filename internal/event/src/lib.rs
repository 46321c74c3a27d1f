//! Events as they are written: the JSON `data` of each registered type.
//!
//! Each type has a JSON Schema under `api/events/` and one struct here; tests hold every struct
//! against its schema. Repositories store the JSON beside the envelope, and whoever publishes or
//! serves events passes it on unchanged. Data carries ids and versions, never personal data.
//!
//! # How do I add one more?
//!
//! A variant of the domain's event, a schema `api/events/<type>.schema.json`, a variant of
//! [`EventJson`] and an example in the test below. Adding an optional member to an existing type is
//! free; anything else is a new type with the suffix `.v2`.

mod catalogue;
mod identity;

use courses_domain::{Event, EventData};

pub use catalogue::CatalogueEventJson;
pub use identity::IdentityEventJson;

/// The `data` member of an event.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum EventJson {
    /// Of the catalogue.
    Catalogue(CatalogueEventJson),
    /// Of identity.
    Identity(IdentityEventJson),
}

impl From<&EventData> for EventJson {
    fn from(data: &EventData) -> Self {
        match data {
            EventData::Catalogue(event) => Self::Catalogue(event.into()),
            EventData::Identity(event) => Self::Identity(event.into()),
        }
    }
}

/// The `data` of an event as JSON text.
///
/// # Panics
///
/// Never: the shapes are structs of strings and numbers, which always become JSON.
#[must_use]
pub fn data_json(event: &Event) -> String {
    serde_json::to_string(&EventJson::from(&event.data))
        .expect("structs of strings and numbers always become JSON")
}
