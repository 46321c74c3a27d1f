//! Why a program stops.

use std::fmt;

/// What started the shutdown. Only the first reason counts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A signal, by its name.
    Signal(&'static str),
    /// Somebody asked for it, with these words.
    Requested(String),
    /// The critical task of this name ended while it was still needed.
    TaskEnded(String),
}

impl Reason {
    /// Whether nobody wanted the program to stop.
    #[must_use]
    pub const fn is_failure(&self) -> bool {
        matches!(self, Self::TaskEnded(_))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signal(name) => f.write_str(name),
            Self::Requested(words) => f.write_str(words),
            Self::TaskEnded(name) => write!(f, "task `{name}` ended early"),
        }
    }
}
