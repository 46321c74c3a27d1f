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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_language_may_be_followed_by_script_region_and_variant() {
        for good in ["en", "ru", "fil", "pt-BR", "zh-Hant", "sl-rozaj-biske-1994"] {
            assert_eq!(LanguageTag::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "e", "EN", "engl", "en-", "en--US", "en_US", "en-a", "en-us-a1-b2-c3", "ру"]
        {
            assert!(LanguageTag::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(LanguageTag::parse("en"), Ok(LanguageTag::english()));
    }

    proptest! {
        #[test]
        fn what_was_accepted_is_accepted_unchanged(raw in ".{0,12}|[a-z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}") {
            if let Ok(tag) = LanguageTag::parse(&raw) {
                prop_assert_eq!(LanguageTag::parse(tag.as_str()), Ok(tag));
            }
        }
    }
}
