//! One source of settings, in the form figment merges.

use std::collections::BTreeMap;

use figment::{
    Error, Metadata, Profile, Provider,
    value::{Dict, Map, Value},
};
use serde_json::{Map as JsonMap, Value as Json};

use crate::Source;

/// The values of one source, each checked against the schema, and where each came from.
#[derive(Debug)]
pub(crate) struct Layer {
    name: String,
    pub(crate) values: JsonMap<String, Json>,
    pub(crate) sources: BTreeMap<String, Source>,
}

impl Layer {
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), values: JsonMap::new(), sources: BTreeMap::new() }
    }

    /// Puts a value at a dotted key, making the sections on the way.
    pub(crate) fn insert(&mut self, key: &str, value: Json) {
        let mut sections: Vec<&str> = key.split('.').collect();
        let name = sections.pop().unwrap_or_default();
        let mut place = &mut self.values;
        for section in sections {
            let next = place.entry(section).or_insert_with(|| Json::Object(JsonMap::new()));
            if !next.is_object() {
                *next = Json::Object(JsonMap::new());
            }
            let Json::Object(inner) = next else { return };
            place = inner;
        }
        place.insert(name.to_owned(), value);
    }
}

impl Provider for Layer {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.name.clone())
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let dict = Value::serialize(&self.values)?.into_dict().unwrap_or_default();
        Ok(Profile::Default.collect(dict))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn sections_appear_as_they_are_needed() {
        let mut layer = Layer::new("test");
        layer.insert("http.listen", json!("a"));
        layer.insert("http.limits.body", json!(1));
        layer.insert("name", json!("b"));
        assert_eq!(
            Json::Object(layer.values),
            json!({ "http": { "listen": "a", "limits": { "body": 1 } }, "name": "b" })
        );
    }
}
