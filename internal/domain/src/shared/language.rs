//! The language of a piece of content.

use crate::shared::TextError;

/// A language tag after BCP 47 in its usual form: `en`, `ru`, `pt-BR`, `zh-Hant`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LanguageTag(String);

impl LanguageTag {
    /// Accepts a language of two or three letters with up to three subtags of 2 to 8 characters.
    ///
    /// # Errors
    ///
    /// [`TextError`] if the form differs.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let mut parts = raw.split('-');
        let language = parts.next().unwrap_or_default();
        let good_language =
            (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
        let subtags: Vec<&str> = parts.collect();
        let good_subtags = subtags.len() <= 3
            && subtags.iter().all(|tag| {
                (2..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric())
            });
        if good_language && good_subtags {
            Ok(Self(raw.to_owned()))
        } else {
            Err(TextError::Form { expected: "a language tag such as `en` or `pt-BR`" })
        }
    }

    /// English.
    #[must_use]
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
