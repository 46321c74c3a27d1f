//! What the settings look like: every key, its type and its documentation, taken from the
//! JSON Schema of the struct.
//!
//! The loader asks this tree before it believes a file or a variable, so that a text becomes
//! the right type, an unknown key is found, and an error can say what was expected.

mod leaf;
mod parse;

use std::collections::BTreeMap;

use schemars::{JsonSchema, r#gen::SchemaSettings, schema::Schema as JsonSchemaNode};
use serde_json::Value as Json;

pub(crate) use leaf::{Leaf, found};

/// Suffix of the key that names a file with the content of a secret.
pub(crate) const FILE_SUFFIX: &str = "_file";

/// One key, or the whole of the settings.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) description: Option<String>,
    /// Whether "no value" is a value.
    pub(crate) nullable: bool,
    /// A value from the documentation, for keys without a default.
    pub(crate) sample: Option<Json>,
    pub(crate) shape: Shape,
}

/// What kind of value a key takes.
#[derive(Debug)]
pub(crate) enum Shape {
    /// Named keys, each with a type of its own.
    Section(BTreeMap<String, Node>),
    /// Keys chosen by the operator, all of one type.
    Map(Box<Node>),
    /// Values in order, all of one type.
    List(Box<Node>),
    /// One value.
    Leaf(Leaf),
}

impl Node {
    /// The settings of `T`.
    pub(crate) fn of<T: JsonSchema>() -> Self {
        let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
        let root = settings.into_generator().into_root_schema_for::<T>();
        parse::node(&JsonSchemaNode::Object(root.schema))
    }

    /// The named keys, if this is a section.
    pub(crate) fn fields(&self) -> Option<&BTreeMap<String, Self>> {
        match &self.shape {
            Shape::Section(fields) => Some(fields),
            _ => None,
        }
    }

    /// Whether the value must be hidden.
    pub(crate) fn is_secret(&self) -> bool {
        matches!(self.shape, Shape::Leaf(Leaf::Secret))
    }

    /// The node a dotted key leads to; items of a list count as keys.
    pub(crate) fn find(&self, key: &str) -> Option<&Self> {
        key.split('.').try_fold(self, |node, part| match &node.shape {
            Shape::Section(fields) => fields.get(part),
            Shape::Map(value) | Shape::List(value) => Some(&**value),
            Shape::Leaf(_) => None,
        })
    }

    /// Every key that takes a value, with its dotted name, in alphabetical order.
    pub(crate) fn keys(&self) -> Vec<(String, &Self)> {
        let mut keys = Vec::new();
        self.collect_keys("", &mut keys);
        keys
    }

    fn collect_keys<'a>(&'a self, key: &str, keys: &mut Vec<(String, &'a Self)>) {
        match self.fields() {
            Some(fields) => {
                for (name, field) in fields {
                    field.collect_keys(&join(key, name), keys);
                }
            }
            None => keys.push((key.to_owned(), self)),
        }
    }

    /// The form of value this key takes, as the end of a sentence: "a whole number".
    pub(crate) fn expected(&self) -> String {
        match &self.shape {
            Shape::Section(_) => "a section of keys".to_owned(),
            Shape::Map(value) => format!("keys of your choice, each with {}", value.expected()),
            Shape::List(item) => match item.fields() {
                Some(_) => "a list of sections".to_owned(),
                None => format!(
                    "a list (a YAML list, or text separated by commas in a variable), each {}",
                    item.expected()
                ),
            },
            Shape::Leaf(leaf) => leaf.expected(),
        }
    }
}

/// The dotted name of a key inside a section.
pub(crate) fn join(section: &str, name: &str) -> String {
    if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") }
}
