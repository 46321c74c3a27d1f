//! `OpenAPI` 3.0 schema -> the relaxed JSON Schema that Rust types are made from.
//!
//! Requests were validated before they become Rust values, so the types carry no constraints:
//! named scalars and lists are plain `String`, `i64`, `Vec<T>`; only objects, enums and unions
//! keep their names.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::document::Node;
use crate::schema::Union;

/// Formats that choose a Rust type.
const TYPED_FORMATS: &[&str] =
    &["uuid", "date-time", "date", "password", "int32", "int64", "float", "double"];

/// Makes model schemas.
#[derive(Debug)]
pub(crate) struct Model<'a> {
    /// The tag property of each branch of a union: the enum carries it, the branch does not.
    tags: BTreeMap<&'a str, &'a str>,
}

impl<'a> Model<'a> {
    pub(crate) fn new(unions: &[Union<'a>]) -> Self {
        let branches = |union: &Union<'a>| {
            let tag = union.tag;
            union.branches.clone().into_iter().map(move |(_, branch)| (branch, tag))
        };
        Self { tags: unions.iter().flat_map(branches).collect() }
    }

    /// The model of `node`. References lead to `#/definitions/<component>`.
    pub(crate) fn schema(&self, node: &Node<'_>) -> Value {
        if let Some(name) = node.schema_name() {
            let target = node.resolved();
            if is_plain(&target) {
                return self.schema(&target);
            }
            return json!({ "$ref": format!("#/definitions/{name}") });
        }
        if node.is_true("nullable") {
            return json!({ "oneOf": [self.present(node), { "type": "null" }] });
        }
        self.present(node)
    }

    /// The model of `node` where it is not null.
    pub(crate) fn present(&self, node: &Node<'_>) -> Value {
        if let [single] = node.items_of("allOf").as_slice() {
            return self.schema(single);
        }
        let mut schema = Map::new();
        for (keyword, inner) in node.members() {
            let value = match keyword {
                "type" | "enum" | "default" | "description" => inner.value.clone(),
                "required" => self.required(node),
                "properties" => self.properties(node),
                "additionalProperties" if inner.value.is_boolean() => {
                    // Unknown members were refused before; only an empty object needs telling.
                    if inner.is_open() || node.has("properties") {
                        continue;
                    }
                    inner.value.clone()
                }
                "items" | "additionalProperties" => self.schema(&inner),
                "allOf" => inner.items().iter().map(|it| self.schema(it)).collect(),
                "format" if TYPED_FORMATS.iter().any(|it| inner.value == it) => inner.value.clone(),
                _ => continue,
            };
            schema.insert(keyword.to_owned(), value);
        }
        Value::Object(schema)
    }

    fn properties(&self, node: &Node<'_>) -> Value {
        let mut properties = Map::new();
        for (name, property) in node.members_of("properties") {
            if self.tag_of(node) == Some(name) {
                continue;
            }
            let mut schema = self.schema(&property);
            // A named enum may carry a default, which belongs to every property that uses it.
            if let Some(default) = property.resolved().value.get("default")
                && schema.get("$ref").is_some()
            {
                schema = json!({ "allOf": [schema], "default": default });
            }
            properties.insert(name.to_owned(), schema);
        }
        properties.into()
    }

    fn required(&self, node: &Node<'_>) -> Value {
        let tag = self.tag_of(node);
        node.texts("required").into_iter().filter(|name| Some(*name) != tag).collect()
    }

    fn tag_of(&self, node: &Node<'_>) -> Option<&'a str> {
        self.tags.get(node.own_schema_name()?).copied()
    }
}

impl Node<'_> {
    fn is_open(&self) -> bool {
        self.value == &Value::Bool(true)
    }
}

/// Whether a component has no Rust type of its own.
pub(crate) fn is_plain(schema: &Node<'_>) -> bool {
    match schema.text("type") {
        Some("object") | None => false,
        Some(_) => !schema.has("enum"),
    }
}
