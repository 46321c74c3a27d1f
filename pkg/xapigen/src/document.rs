//! The document as a tree that knows where each of its nodes lies.

use serde_json::{Map, Value};

use crate::error::Error;

/// A parsed document.
#[derive(Debug)]
pub(crate) struct Document {
    root: Value,
}

/// One place of the document.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    root: &'a Value,
    pub(crate) pointer: String,
    pub(crate) value: &'a Value,
}

/// No sane document needs a longer chain of references; a cycle of them would never end.
const LONGEST_CHAIN: usize = 8;

impl Document {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        // Through YAML's own value, because only that one refuses a key given twice.
        let yaml: serde_yaml::Value = serde_yaml::from_str(text).map_err(Error::Syntax)?;
        let json: Value = serde_yaml::from_value(yaml).map_err(Error::Syntax)?;
        Ok(Self { root: sorted(json) })
    }

    pub(crate) fn root(&self) -> Node<'_> {
        Node { root: &self.root, pointer: String::new(), value: &self.root }
    }

    /// The schemas under `components`, by name.
    pub(crate) fn schemas(&self) -> Vec<(&str, Node<'_>)> {
        let components = self.root().key("components").and_then(|node| node.key("schemas"));
        components.map(|node| node.members()).unwrap_or_default()
    }
}

/// The same output for the same document, whatever map `serde_json` was built with.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.into_iter().collect();
            members.sort_by(|(left, _), (right, _)| left.cmp(right));
            let sorted = members.into_iter().map(|(name, value)| (name, sorted(value)));
            Value::Object(sorted.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        scalar => scalar,
    }
}

impl<'a> Node<'a> {
    /// The member called `name`.
    pub(crate) fn key(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name)?;
        Some(self.child(name, value))
    }

    /// Every member; none if this is no object.
    pub(crate) fn members(&self) -> Vec<(&'a str, Self)> {
        let members = self.value.as_object().into_iter().flatten();
        members.map(|(name, value)| (name.as_str(), self.child(name, value))).collect()
    }

    /// The members of the member called `name`.
    pub(crate) fn members_of(&self, name: &str) -> Vec<(&'a str, Self)> {
        self.key(name).map(|node| node.members()).unwrap_or_default()
    }

    /// Every item; none if this is no array.
    pub(crate) fn items(&self) -> Vec<Self> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(|(at, value)| self.child(&at.to_string(), value)).collect()
    }

    /// The items of the member called `name`.
    pub(crate) fn items_of(&self, name: &str) -> Vec<Self> {
        self.key(name).map(|node| node.items()).unwrap_or_default()
    }

    /// The member called `name`, if it is text.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.value.get(name)?.as_str()
    }

    /// The texts in the array called `name`.
    pub(crate) fn texts(&self, name: &str) -> Vec<&'a str> {
        let items = self.value.get(name).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).collect()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.value.get(name).is_some()
    }

    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.value.get(name) == Some(&Value::Bool(true))
    }

    /// The target of `$ref`, as written.
    pub(crate) fn reference(&self) -> Option<&'a str> {
        self.text("$ref")
    }

    /// The node itself, or what it refers to in the end. `None` if that does not exist.
    pub(crate) fn target(&self) -> Option<Self> {
        let mut node = self.clone();
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = node.reference() else { return Some(node) };
            let pointer = reference.strip_prefix('#')?.to_owned();
            let value = self.root.pointer(&pointer)?;
            node = Self { root: self.root, pointer, value };
        }
        None
    }

    /// [`Self::target`], or the node itself where the reference is broken (which a rule reports).
    pub(crate) fn resolved(&self) -> Self {
        self.target().unwrap_or_else(|| self.clone())
    }

    /// Name of the component schema that this refers to directly.
    pub(crate) fn schema_name(&self) -> Option<&'a str> {
        self.reference()?.strip_prefix(SCHEMAS)
    }

    /// Name of the component schema that this is.
    pub(crate) fn own_schema_name(&self) -> Option<&str> {
        self.pointer.strip_prefix(&SCHEMAS[1..]).filter(|name| !name.contains('/'))
    }

    fn child(&self, name: &str, value: &'a Value) -> Self {
        let name = name.replace('~', "~0").replace('/', "~1");
        Self { root: self.root, pointer: format!("{}/{name}", self.pointer), value }
    }
}

/// Where component schemas lie.
pub(crate) const SCHEMAS: &str = "#/components/schemas/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_given_twice_is_refused() {
        assert!(matches!(Document::parse("a: 1\na: 2"), Err(Error::Syntax(_))));
    }

    #[test]
    fn a_cycle_of_references_has_no_target() {
        let document = Document::parse("a: {$ref: '#/b'}\nb: {$ref: '#/a'}").unwrap();
        assert!(document.root().key("a").unwrap().target().is_none());
    }

    #[test]
    fn pointers_escape_slashes_and_tildes() {
        let document = Document::parse("a/b: {c~d: 1}").unwrap();
        let node = document.root().key("a/b").unwrap().key("c~d").unwrap();
        assert_eq!(node.pointer, "/a~1b/c~0d");
        assert_eq!(node.value, 1);
    }
}
