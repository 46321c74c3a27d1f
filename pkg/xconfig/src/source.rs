//! Where the value of a key came from.

use std::{fmt, path::PathBuf};

/// The layer that gave a key its value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// `T::default()` in the code.
    Default,
    /// A YAML file.
    File(PathBuf),
    /// An environment variable, by its name.
    Environment(String),
    /// A key and value the caller gave, usually from the command line.
    Flag,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("defaults"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Environment(name) => write!(f, "environment variable {name}"),
            Self::Flag => f.write_str("command line"),
        }
    }
}
