//! Says whose fault it is when serde or a section refuses what the layers add up to.

use std::collections::BTreeMap;

use figment::error::Kind;
use serde_json::{Value as Json, json};

use crate::{
    ConfigError, ConfigErrorKind, Invalid, Source,
    path::Spelling,
    schema::{Leaf, Node, Shape, join},
};

/// What is known about the keys when the layers are merged and serde or a section objects.
pub(crate) struct Context<'a> {
    pub(crate) prefix: &'a str,
    pub(crate) root: &'a Node,
    pub(crate) sources: &'a BTreeMap<String, Source>,
}

impl Context<'_> {
    /// The error for a value serde could not make a setting of.
    pub(crate) fn refused(&self, err: &figment::Error, defaults: &Json) -> ConfigError {
        let path = err.path.join(".");
        if let Kind::MissingField(field) = &err.kind {
            let key = join(&path, field);
            return ConfigError::new(ConfigErrorKind::MissingValue, &key, self.origin(&key))
                .problem("has no default and no value is given")
                .fix(format_args!("set it in a file or as {}", self.variable(&key)));
        }
        let problem = match &err.kind {
            Kind::Message(message) => message.clone(),
            Kind::InvalidType(actual, _) | Kind::InvalidValue(actual, _) => {
                format!("found {actual}")
            }
            other => other.to_string(),
        };
        ConfigError::new(ConfigErrorKind::BadValue, &path, self.origin(&path))
            .problem(problem)
            .fix(format_args!("expected {}", self.expected(&path, defaults)))
    }

    /// The error for a value a section refused.
    pub(crate) fn invalid(&self, err: &Invalid) -> ConfigError {
        let key = err.key();
        ConfigError::new(ConfigErrorKind::Invalid, key, self.origin(key))
            .problem(err.problem())
            .fix(format_args!("change it there or set {}", self.variable(key)))
    }

    /// Where a key, or the list or section it is part of, got its value.
    fn origin(&self, key: &str) -> &Source {
        let mut key = key;
        loop {
            if let Some(source) = self.sources.get(key) {
                return source;
            }
            match key.rsplit_once('.') {
                Some((around, _)) => key = around,
                None => return &Source::Default,
            }
        }
    }

    fn variable(&self, key: &str) -> String {
        Spelling::Variable { prefix: self.prefix }.spell(key)
    }

    /// The form of value a key takes; texts of a type nobody here knows are shown by example.
    fn expected(&self, key: &str, defaults: &Json) -> String {
        let Some(node) = self.root.find(key) else { return "another value".to_owned() };
        let pointer = format!("/{}", key.replace('.', "/"));
        let sample = node.sample.as_ref().or_else(|| defaults.pointer(&pointer));
        match (&node.shape, sample) {
            (Shape::Leaf(Leaf::Text | Leaf::Any), Some(sample)) if *sample != json!("") => {
                let sample = sample.as_str().map_or_else(|| sample.to_string(), str::to_owned);
                format!("{} such as `{sample}`", node.expected())
            }
            _ => node.expected(),
        }
    }
}
