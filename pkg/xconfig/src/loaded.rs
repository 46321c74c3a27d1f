//! The settings, and what is known about them.

use std::collections::BTreeMap;

use crate::Source;

/// Settings that were loaded and judged, with the source of each key.
#[derive(Debug, Clone)]
pub struct Loaded<T> {
    /// The settings.
    pub value: T,
    pub(crate) sources: BTreeMap<String, Source>,
    /// The settings as YAML with secrets redacted.
    pub(crate) yaml: String,
}

impl<T> Loaded<T> {
    /// Where a dotted key such as `http.listen` got its value, or `None` if there is no such key.
    ///
    /// A list has one source as a whole; sections have none of their own.
    #[must_use]
    pub fn source_of(&self, key: &str) -> Option<&Source> {
        self.sources.get(key)
    }

    /// Every key and its source, in alphabetical order.
    pub fn sources(&self) -> impl Iterator<Item = (&str, &Source)> {
        self.sources.iter().map(|(key, source)| (key.as_str(), source))
    }
}

/// The settings as YAML, every key, with secrets shown as `***`.
#[must_use]
pub fn print<T>(loaded: &Loaded<T>) -> String {
    loaded.yaml.clone()
}
