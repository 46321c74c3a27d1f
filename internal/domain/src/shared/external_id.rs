//! The name a thing has somewhere else.

use crate::shared::{TextError, bounded};

/// A key in an outside source. Unique, but never identity.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExternalId {
    source: String,
    key: String,
}

impl ExternalId {
    /// The most characters of a source.
    pub const MAX_SOURCE_CHARS: usize = 64;
    /// The most characters of a key.
    pub const MAX_KEY_CHARS: usize = 128;

    /// Accepts a source (lower-case letters, digits, `.`, `_`, `-`) and a key.
    ///
    /// # Errors
    ///
    /// [`TextError`] for the first part that is refused.
    pub fn parse(source: &str, key: &str) -> Result<Self, TextError> {
        let source = bounded(source, Self::MAX_SOURCE_CHARS)?;
        let well_formed = source.bytes().enumerate().all(|(at, b)| {
            b.is_ascii_lowercase()
                || b.is_ascii_digit()
                || (at > 0 && matches!(b, b'.' | b'_' | b'-'))
        });
        if !well_formed {
            return Err(TextError::Form {
                expected: "a source of lower-case letters, digits, dots, hyphens and underscores",
            });
        }
        let key = bounded(key, Self::MAX_KEY_CHARS)?;
        if key.chars().any(char::is_control) {
            return Err(TextError::Form { expected: "a key without control characters" });
        }
        Ok(Self { source: source.to_owned(), key: key.to_owned() })
    }

    /// Where the thing has this name.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The name there.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl std::fmt::Display for ExternalId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.source, self.key)
    }
}
