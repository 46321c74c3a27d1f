//! From bytes to what was asked for.

use bson::raw::RawDocument;
use serde::de::DeserializeOwned;

use crate::error::{BadField, CorruptRecord};

/// A shape of documents of a collection, and what it is converted into.
pub(crate) trait Record: DeserializeOwned {
    /// What it is converted into.
    type Entity;

    /// Converts it, or names the field that breaks a rule.
    fn into_entity(self) -> Result<Self::Entity, BadField>;
}

/// Decodes and converts a document of `collection`.
pub(crate) fn decode<R: Record>(
    collection: &'static str,
    raw: &RawDocument,
) -> Result<R::Entity, CorruptRecord> {
    let bad = |field: String, source| CorruptRecord { collection, id: id(raw), field, source };
    let record: R = bson::deserialize_from_slice(raw.as_bytes()).map_err(|err| {
        let field = err.key.clone().or_else(|| err.message.as_deref().and_then(quoted));
        bad(field.unwrap_or_else(|| "(shape)".to_owned()), err.into())
    })?;
    record.into_entity().map_err(|err| bad(err.field, err.source))
}

/// The name between backticks of a message such as ``missing field `title` ``.
fn quoted(message: &str) -> Option<String> {
    message.split('`').nth(1).map(str::to_owned)
}

fn id(raw: &RawDocument) -> String {
    match raw.get("_id").ok().flatten().map(bson::Bson::try_from) {
        Some(Ok(bson::Bson::Binary(binary))) => match binary.to_uuid() {
            Ok(id) => id.to_string(),
            Err(_) => bson::Bson::Binary(binary).to_string(),
        },
        Some(Ok(bson::Bson::String(id))) => id,
        Some(Ok(id)) => id.to_string(),
        _ => "(none)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use bson::{RawDocumentBuf, doc};
    use serde::Deserialize;

    use super::*;
    use crate::error::InField;

    #[derive(Debug, Deserialize)]
    struct Thing {
        size: i64,
    }

    impl Record for Thing {
        type Entity = u8;

        fn into_entity(self) -> Result<u8, BadField> {
            u8::try_from(self.size).in_field("size")
        }
    }

    fn failure(document: &bson::Document) -> String {
        let raw = RawDocumentBuf::try_from(document).unwrap();
        decode::<Thing>("things", &raw).unwrap_err().to_string()
    }

    #[test]
    fn a_bad_record_names_collection_id_and_field() {
        let id = bson::Uuid::from_bytes([7; 16]);
        let expected = format!("record {id} in `things` has a bad `size`");
        assert_eq!(failure(&doc! { "_id": id, "size": 300_i64 }), expected);
        assert_eq!(failure(&doc! { "_id": id }), expected);
    }

    #[test]
    fn a_record_of_another_type_names_collection_and_id() {
        let failure = failure(&doc! { "_id": "a", "size": "large" });
        assert!(failure.starts_with("record a in `things` has a bad "), "{failure}");
    }
}
