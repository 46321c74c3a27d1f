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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_source_is_a_lower_case_word_and_a_key_any_printable_text() {
        let id = ExternalId::parse("uiuc.edu-2_x", " CS 101/Введение ").unwrap();
        assert_eq!((id.source(), id.key()), ("uiuc.edu-2_x", "CS 101/Введение"));
        assert_eq!(id.to_string(), "uiuc.edu-2_x:CS 101/Введение");
        for source in ["", "UIUC", ".uiuc", "a b", "школа", &"a".repeat(65)] {
            assert!(ExternalId::parse(source, "1").is_err(), "{source}");
        }
        for key in ["", "  ", "a\u{0}b", "a\nb", &"k".repeat(129)] {
            assert!(ExternalId::parse("uiuc", key).is_err(), "{key:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_accepted_is_accepted_unchanged(source in ".{0,8}|[a-z0-9._-]{0,70}", key in ".{0,140}") {
            if let Ok(id) = ExternalId::parse(&source, &key) {
                prop_assert_eq!(ExternalId::parse(id.source(), id.key()), Ok(id));
            }
        }
    }
}
