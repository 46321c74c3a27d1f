//! Reads one source against the schema: every key known, every value of the right form.

mod complaint;
mod reader;
mod texts;

use std::{fmt, fs, path::Path};

use serde_yaml::Value as Yaml;

use self::reader::Reader;
pub(crate) use self::texts::Texts;
use crate::{
    ConfigError, ConfigErrorKind, Source,
    layer::Layer,
    schema::{Node, found},
};

/// Reads a YAML file. An empty file is a file without settings.
pub(crate) fn file(root: &Node, path: &Path) -> Result<Layer, ConfigError> {
    let origin = Source::File(path.to_owned());
    let refused = |problem: &dyn fmt::Display| {
        ConfigError::new(ConfigErrorKind::File, "", &origin).problem(problem)
    };
    let content = fs::read_to_string(path)
        .map_err(|err| refused(&err).fix("expected the path of a readable YAML file"))?;
    let yaml: Yaml = serde_yaml::from_str(&content)
        .map_err(|err| refused(&err).fix("expected YAML: sections of keys and values"))?;
    let mut layer = Layer::new(origin.to_string());
    let mut reader = Reader { root, origin: origin.clone(), sources: &mut layer.sources };
    match yaml {
        Yaml::Null => Ok(layer),
        Yaml::Mapping(mapping) => {
            layer.values = reader.section("", root, &mapping)?;
            Ok(layer)
        }
        other => {
            Err(refused(&format!("found {}", found(&other))).fix("expected a section of keys"))
        }
    }
}
