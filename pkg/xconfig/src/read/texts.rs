//! Keys with a text each, the way the environment and the command line give them.

use std::collections::BTreeMap;

use serde_yaml::Value as Yaml;

use super::{
    Reader,
    complaint::{bad_value, given_twice, unknown},
};
use crate::{
    ConfigError, Source,
    layer::Layer,
    path::{Spelling, Target},
    schema::Node,
    secret_file, suggest, text,
};

/// Reads keys and texts, such as variables or flags, into one layer.
pub(crate) struct Texts<'a> {
    root: &'a Node,
    spelling: Spelling<'a>,
    layer: Layer,
    /// How each key was written, to notice one that is written in two ways.
    written: BTreeMap<String, String>,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(root: &'a Node, spelling: Spelling<'a>, name: &str) -> Self {
        Self { root, spelling, layer: Layer::new(name), written: BTreeMap::new() }
    }

    /// Takes one key as it was written, and its text.
    pub(crate) fn take(
        &mut self,
        written: &str,
        given: &str,
        origin: Source,
    ) -> Result<(), ConfigError> {
        let Target { key, node, is_file } =
            self.spelling.resolve(self.root, written).map_err(|stray| {
                let fix = suggest::fix(self.root, &stray, written, self.spelling);
                unknown(&stray, &origin, &fix)
            })?;
        if let Some(other) = self.written.insert(key.clone(), written.to_owned())
            && other != written
        {
            return Err(given_twice(&key, &origin, &other, written));
        }
        let yaml = if is_file {
            Ok(Yaml::String(secret_file::read(&key, given, &origin)?))
        } else {
            text::value(node, given)
        };
        let yaml = yaml.map_err(|problem| bad_value(&key, node, &origin, &problem))?;
        let mut reader = Reader { root: self.root, origin, sources: &mut self.layer.sources };
        if let Some(value) = reader.value(&key, node, &yaml)? {
            self.layer.insert(&key, value);
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Layer {
        self.layer
    }
}
