//! Puts the layers on top of each other and makes the settings out of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    path::PathBuf,
};

use figment::{Figment, providers::Serialized};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    ConfigError, ConfigErrorKind, Loaded, Source, Validate,
    defaults::{defaults, unprintable},
    environment,
    layer::Layer,
    path::Spelling,
    read::{self, Texts},
    refusal::Context,
    schema::Node,
};

/// What settings have to be: a plain struct with defaults, serde, a schema and a judgement.
pub trait Config: Default + Serialize + DeserializeOwned + JsonSchema + Validate {}

impl<T: Default + Serialize + DeserializeOwned + JsonSchema + Validate> Config for T {}

/// Collects the sources of a configuration. Later layers win: defaults, files in the order
/// given, environment, keys set by the caller.
#[derive(Debug, Clone)]
pub struct Loader {
    prefix: String,
    files: Vec<PathBuf>,
    variables: Vec<(OsString, OsString)>,
    ignored: BTreeSet<String>,
    flags: Vec<(String, String)>,
}

impl Loader {
    /// A loader without any source, for variables that start with `prefix`, such as `COURSES_`.
    #[must_use]
    pub fn new(prefix: impl Into<String>) -> Self {
        Self {
            prefix: prefix.into(),
            files: Vec::new(),
            variables: Vec::new(),
            ignored: BTreeSet::new(),
            flags: Vec::new(),
        }
    }

    /// Adds a YAML file that must exist.
    #[must_use]
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.files.push(path.into());
        self
    }

    /// Adds a YAML file if something is there.
    #[must_use]
    pub fn optional_file(self, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        // Only a plain "no" leaves the file out: one that cannot be looked at is an error.
        if matches!(path.try_exists(), Ok(false)) { self } else { self.file(path) }
    }

    /// Takes the variables of the process.
    #[must_use]
    pub fn env(self) -> Self {
        self.env_from(environment::all())
    }

    /// Takes these variables; those without the prefix are left alone.
    #[must_use]
    pub fn env_from<K, V>(mut self, variables: impl IntoIterator<Item = (K, V)>) -> Self
    where
        K: Into<OsString>,
        V: Into<OsString>,
    {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        self.variables.extend(variables);
        self
    }

    /// Names variables that have the prefix but are no settings, such as `COURSES_CONFIG`.
    #[must_use]
    pub fn ignore<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.ignored.extend(names.into_iter().map(Into::into));
        self
    }

    /// Sets one key, above every other source. The text is read as in a variable.
    #[must_use]
    pub fn set(mut self, key: impl Into<String>, text: impl Into<String>) -> Self {
        self.flags.push((key.into(), text.into()));
        self
    }

    /// Reads every source and makes the settings.
    ///
    /// # Errors
    ///
    /// The first mistake found: a source that cannot be read, an unknown key, a value of the
    /// wrong form, or a value that a section refuses.
    pub fn load<T: Config>(&self) -> Result<Loaded<T>, ConfigError> {
        let root = Node::of::<T>();
        let defaults = defaults::<T>(&root)?;
        let mut sources: BTreeMap<_, _> =
            root.keys().into_iter().map(|(key, _)| (key, Source::Default)).collect();
        let mut figment = Figment::from(Serialized::defaults(&defaults));
        for layer in self.layers(&root)? {
            sources.extend(layer.sources.clone());
            figment = figment.merge(layer);
        }
        let context = Context { prefix: &self.prefix, root: &root, sources: &sources };
        let value: T = figment.extract().map_err(|err| context.refused(&err, &defaults))?;
        value.validate().map_err(|err| context.invalid(&err))?;
        let yaml = serde_yaml::to_string(&value).map_err(|err| unprintable(&err))?;
        Ok(Loaded { value, sources, yaml })
    }

    fn layers(&self, root: &Node) -> Result<Vec<Layer>, ConfigError> {
        let files = self.files.iter().map(|path| read::file(root, path));
        files.chain([self.environment(root), self.overrides(root)]).collect()
    }

    fn environment(&self, root: &Node) -> Result<Layer, ConfigError> {
        let mut texts =
            Texts::new(root, Spelling::Variable { prefix: &self.prefix }, "environment");
        for (name, value) in &self.variables {
            let name = name.to_string_lossy();
            if !name.starts_with(&self.prefix) || self.ignored.contains(&*name) {
                continue;
            }
            let origin = Source::Environment(name.to_string());
            let value = value.to_str().ok_or_else(|| {
                ConfigError::new(ConfigErrorKind::BadValue, "", &origin)
                    .problem("the value is not UTF-8")
                    .fix("expected text")
            })?;
            texts.take(&name, value, origin)?;
        }
        Ok(texts.finish())
    }

    fn overrides(&self, root: &Node) -> Result<Layer, ConfigError> {
        let mut texts = Texts::new(root, Spelling::Dotted, "command line");
        for (key, text) in &self.flags {
            texts.take(key, text, Source::Flag)?;
        }
        Ok(texts.finish())
    }
}
