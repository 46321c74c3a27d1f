//! Takes a YAML value apart along the schema.

use std::collections::BTreeMap;

use serde_json::{Map as JsonMap, Value as Json};
use serde_yaml::{Mapping, Value as Yaml};

use super::complaint::{bad_value, given_twice, unknown};
use crate::{
    ConfigError, ConfigErrorKind, Source,
    path::{Spelling, Stray},
    schema::{FILE_SUFFIX, Leaf, Node, Shape, found, join},
    secret_file, suggest,
};

/// Walks a YAML value and the schema side by side.
pub(super) struct Reader<'a> {
    pub(super) root: &'a Node,
    pub(super) origin: Source,
    pub(super) sources: &'a mut BTreeMap<String, Source>,
}

impl Reader<'_> {
    /// The value of a key, or `None` if nothing was given.
    pub(super) fn value(
        &mut self,
        key: &str,
        node: &Node,
        yaml: &Yaml,
    ) -> Result<Option<Json>, ConfigError> {
        let value = match (&node.shape, yaml) {
            (Shape::Leaf(Leaf::Secret), Yaml::Null) => return Ok(None),
            (_, Yaml::Null) if node.nullable => Json::Null,
            (Shape::Section(_) | Shape::Map(_) | Shape::List(_), Yaml::Null) => return Ok(None),
            (Shape::Section(_), Yaml::Mapping(mapping)) => {
                return self.section(key, node, mapping).map(|fields| Some(Json::Object(fields)));
            }
            (Shape::Map(value), Yaml::Mapping(mapping)) => {
                return self.map(key, value, mapping).map(|fields| Some(Json::Object(fields)));
            }
            (Shape::List(item), Yaml::Sequence(items)) => self.list(key, item, items)?,
            (Shape::Leaf(leaf), _) => self.leaf(key, node, leaf, yaml)?,
            _ => return Err(self.bad(key, node, &format!("found {}", found(yaml)))),
        };
        self.sources.insert(key.to_owned(), self.origin.clone());
        Ok(Some(value))
    }

    pub(super) fn section(
        &mut self,
        key: &str,
        node: &Node,
        mapping: &Mapping,
    ) -> Result<JsonMap<String, Json>, ConfigError> {
        let mut values = JsonMap::new();
        for (name, yaml) in mapping {
            let name = name_of(name);
            let inner = join(key, &name);
            let Some((name, field, is_file)) = Spelling::Dotted.field(node, &name) else {
                let stray = Stray { key: inner.clone(), section: node };
                let fix = suggest::fix(self.root, &stray, &inner, Spelling::Dotted);
                return Err(unknown(&stray, &self.origin, &fix));
            };
            let inner = join(key, &name);
            let read = if is_file {
                self.secret_from(&inner, field, yaml)?
            } else {
                self.value(&inner, field, yaml)?
            };
            let Some(value) = read else { continue };
            if values.insert(name, value).is_some() {
                let file_key = format!("{inner}{FILE_SUFFIX}");
                return Err(given_twice(&inner, &self.origin, &inner, &file_key));
            }
        }
        Ok(values)
    }

    /// The content of the file that a `_file` key names.
    fn secret_from(
        &mut self,
        key: &str,
        node: &Node,
        yaml: &Yaml,
    ) -> Result<Option<Json>, ConfigError> {
        match yaml {
            Yaml::Null => Ok(None),
            Yaml::String(path) => {
                let secret = Yaml::String(secret_file::read(key, path, &self.origin)?);
                self.value(key, node, &secret)
            }
            other => {
                let problem = format!("found {}", found(other));
                Err(ConfigError::new(
                    ConfigErrorKind::BadValue,
                    format!("{key}{FILE_SUFFIX}"),
                    &self.origin,
                )
                .problem(problem)
                .fix("expected the path of a file"))
            }
        }
    }

    fn map(
        &mut self,
        key: &str,
        node: &Node,
        mapping: &Mapping,
    ) -> Result<JsonMap<String, Json>, ConfigError> {
        let mut values = JsonMap::new();
        for (name, yaml) in mapping {
            let name = name_of(name);
            if let Some(value) = self.value(&join(key, &name), node, yaml)? {
                values.insert(name, value);
            }
        }
        Ok(values)
    }

    /// Items are part of their list: only the list as a whole has a source.
    fn list(&mut self, key: &str, item: &Node, items: &[Yaml]) -> Result<Json, ConfigError> {
        let mut of_items = BTreeMap::new();
        let mut reader =
            Reader { root: self.root, origin: self.origin.clone(), sources: &mut of_items };
        let mut values = Vec::with_capacity(items.len());
        for (index, yaml) in items.iter().enumerate() {
            let inner = join(key, &index.to_string());
            match reader.value(&inner, item, yaml)? {
                Some(value) => values.push(value),
                None => return Err(self.bad(&inner, item, "found nothing")),
            }
        }
        Ok(Json::Array(values))
    }

    fn leaf(&self, key: &str, node: &Node, leaf: &Leaf, yaml: &Yaml) -> Result<Json, ConfigError> {
        leaf.check(yaml).map_err(|problem| self.bad(key, node, &problem))?;
        serde_json::to_value(yaml).map_err(|err| self.bad(key, node, &err.to_string()))
    }

    fn bad(&self, key: &str, node: &Node, problem: &str) -> ConfigError {
        bad_value(key, node, &self.origin, problem)
    }
}

/// The name of a YAML key, which may look like a number.
fn name_of(key: &Yaml) -> String {
    match key {
        Yaml::String(name) => name.clone(),
        Yaml::Number(number) => number.to_string(),
        Yaml::Bool(value) => value.to_string(),
        other => found(other),
    }
}
