//! Reads a JSON Schema, as derived from a settings struct, into the tree of keys.

use std::collections::BTreeMap;

use schemars::schema::{InstanceType, ObjectValidation, Schema, SchemaObject, SingleOrVec};
use serde_json::Value as Json;

use super::{Leaf, Node, Shape};
use crate::value;

/// The node a schema describes. What it cannot describe takes any value, and serde judges it.
pub(super) fn node(schema: &Schema) -> Node {
    let Schema::Object(object) = schema else { return plain(Leaf::Any) };
    let mut node = union(object).unwrap_or_else(|| single(object));
    if let Some(metadata) = &object.metadata {
        if metadata.description.is_some() {
            node.description.clone_from(&metadata.description);
        }
        if let Some(sample) = metadata.examples.first() {
            node.sample = Some(sample.clone());
        }
    }
    node
}

fn plain(leaf: Leaf) -> Node {
    of_shape(Shape::Leaf(leaf))
}

fn of_shape(shape: Shape) -> Node {
    Node { description: None, nullable: false, sample: None, shape }
}

/// A schema that is one of several: an optional section, or an enum with documented variants.
fn union(object: &SchemaObject) -> Option<Node> {
    let subschemas = object.subschemas.as_deref()?;
    let [all, any, one] = [&subschemas.all_of, &subschemas.any_of, &subschemas.one_of];
    let members = all.as_ref().or(any.as_ref()).or(one.as_ref())?;
    let (nulls, others): (Vec<_>, Vec<_>) = members.iter().partition(|member| is_null(member));
    let mut node = match others.as_slice() {
        [only] => node(only),
        several => several
            .iter()
            .map(|member| choices(member))
            .collect::<Option<Vec<_>>>()
            .map_or_else(|| plain(Leaf::Any), |lists| plain(Leaf::Choice(lists.concat()))),
    };
    node.nullable |= !nulls.is_empty();
    Some(node)
}

fn is_null(schema: &Schema) -> bool {
    matches!(schema, Schema::Object(object) if object.instance_type == Some(InstanceType::Null.into()))
}

/// The texts an enum schema allows.
fn choices(schema: &Schema) -> Option<Vec<String>> {
    let Schema::Object(object) = schema else { return None };
    texts(object.enum_values.as_ref()?)
}

fn texts(values: &[Json]) -> Option<Vec<String>> {
    let values = values.iter().filter(|value| !value.is_null());
    values.map(|value| value.as_str().map(str::to_owned)).collect()
}

fn single(object: &SchemaObject) -> Node {
    let types: Vec<InstanceType> = match &object.instance_type {
        None => Vec::new(),
        Some(SingleOrVec::Single(only)) => vec![**only],
        Some(SingleOrVec::Vec(several)) => several.clone(),
    };
    let nullable = types.contains(&InstanceType::Null);
    let types: Vec<_> = types.into_iter().filter(|kind| *kind != InstanceType::Null).collect();
    Node { nullable, ..of_shape(shape(object, &types)) }
}

fn shape(object: &SchemaObject, types: &[InstanceType]) -> Shape {
    let format = object.format.as_deref();
    if let Some(choices) = object.enum_values.as_deref().and_then(texts) {
        return Shape::Leaf(Leaf::Choice(choices));
    }
    match (format, types) {
        (Some(value::DURATION), _) => Shape::Leaf(Leaf::Duration),
        (Some(value::BYTE_SIZE), _) => Shape::Leaf(Leaf::ByteSize),
        (Some(value::SECRET), _) => Shape::Leaf(Leaf::Secret),
        (_, [InstanceType::Object]) => keyed(object.object.as_deref()),
        (_, [InstanceType::Array]) => listed(object),
        (_, [InstanceType::Boolean]) => Shape::Leaf(Leaf::Boolean),
        (_, [InstanceType::Integer]) => Shape::Leaf(Leaf::Integer(format.map(str::to_owned))),
        (_, [InstanceType::Number]) => Shape::Leaf(Leaf::Number),
        (_, [InstanceType::String]) => Shape::Leaf(Leaf::Text),
        _ => Shape::Leaf(Leaf::Any),
    }
}

fn keyed(object: Option<&ObjectValidation>) -> Shape {
    let Some(object) = object else { return Shape::Section(BTreeMap::new()) };
    match object.additional_properties.as_deref() {
        Some(values) if object.properties.is_empty() && *values != Schema::Bool(false) => {
            Shape::Map(Box::new(node(values)))
        }
        _ => Shape::Section(
            object.properties.iter().map(|(name, field)| (name.clone(), node(field))).collect(),
        ),
    }
}

fn listed(object: &SchemaObject) -> Shape {
    let items = object.array.as_ref().and_then(|array| array.items.as_ref());
    match items {
        Some(SingleOrVec::Single(item)) => Shape::List(Box::new(node(item))),
        _ => Shape::Leaf(Leaf::Any),
    }
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;

    use super::*;
    use crate::{ByteSize, Duration, Secret};

    /// Colours.
    #[derive(JsonSchema)]
    #[serde(rename_all = "kebab-case")]
    #[expect(dead_code, reason = "only the schema is looked at")]
    enum Colour {
        /// Like the sky.
        SkyBlue,
        Red,
    }

    /// Inner of its type.
    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only the schema is looked at")]
    struct Inner {
        /// A port.
        port: u16,
        wait: Duration,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only the schema is looked at")]
    struct Outer {
        inner: Inner,
        /// Inner of its field.
        maybe_inner: Option<Inner>,
        maybe_size: Option<ByteSize>,
        key: Option<Secret>,
        colour: Colour,
        maybe_colour: Option<Colour>,
        tags: Vec<String>,
        labels: BTreeMap<String, u8>,
        ratio: f64,
        free: serde_json::Value,
    }

    fn at(key: &str) -> (bool, String) {
        let root = Node::of::<Outer>();
        let node = root.find(key).expect("key exists");
        (node.nullable, node.expected())
    }

    #[test]
    fn every_type_is_recognised() {
        assert_eq!(at("inner.port"), (false, "a whole number from 0 to 65535".to_owned()));
        assert!(at("inner.wait").1.starts_with("a length of time"));
        assert_eq!(at("maybe_inner.port").1, "a whole number from 0 to 65535");
        assert!(at("maybe_inner").0);
        assert!(at("maybe_size").0);
        assert!(at("maybe_size").1.starts_with("a size"));
        assert!(at("colour").1.contains("`sky-blue`") && at("colour").1.contains("`red`"));
        assert!(at("maybe_colour").0);
        assert!(at("tags").1.starts_with("a list"));
        assert!(at("labels").1.starts_with("keys of your choice"));
        assert_eq!(at("ratio").1, "a number");
        assert_eq!(at("free").1, "a value");
        assert!(Node::of::<Outer>().find("key").is_some_and(Node::is_secret));
    }

    #[test]
    fn documentation_of_the_field_goes_before_that_of_its_type() {
        let root = Node::of::<Outer>();
        let described = |key| root.find(key).and_then(|node| node.description.clone());
        assert_eq!(described("inner").as_deref(), Some("Inner of its type."));
        assert_eq!(described("maybe_inner").as_deref(), Some("Inner of its field."));
        assert_eq!(described("inner.port").as_deref(), Some("A port."));
    }
}
