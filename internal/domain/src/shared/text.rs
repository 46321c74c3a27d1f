//! Pieces of text with a length, parsed once and trusted afterwards.

use crate::shared::Coded;

/// Why a piece of text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing is left after trimming.
    #[error("must not be empty")]
    Empty,
    /// More characters than allowed.
    #[error("has {actual} characters, at most {max} are allowed")]
    TooLong {
        /// The most characters allowed.
        max: usize,
        /// The characters counted.
        actual: usize,
    },
    /// Does not have the form that the value needs.
    #[error("must be {expected}")]
    Form {
        /// The form in words.
        expected: &'static str,
    },
}

impl Coded for TextError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "too-short",
            Self::TooLong { .. } => "too-long",
            Self::Form { .. } => "pattern",
        }
    }
}

/// Trims `raw` and checks its length in characters. Of the control characters only those that
/// lay out a text are allowed: others hide what a text says, or steer a terminal that shows it.
pub(crate) fn bounded(raw: &str, max: usize) -> Result<&str, TextError> {
    let text = raw.trim();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    let actual = text.chars().count();
    if actual > max {
        return Err(TextError::TooLong { max, actual });
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(TextError::Form { expected: "text without control characters" });
    }
    Ok(text)
}

/// Declares a text value: trimmed, not empty, at most so many characters.
macro_rules! text_value {
    ($(#[$doc:meta])* $name:ident, $max:literal) => {
        $crate::shared::text_value! { @type $(#[$doc])* #[derive(Debug)] $name, $max }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
    (@type $(#[$attribute:meta])* $name:ident, $max:literal) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The most characters allowed.
            pub const MAX_CHARS: usize = $max;

            /// Accepts `raw` without its surrounding white space.
            ///
            /// # Errors
            ///
            /// [`crate::shared::TextError`] if nothing is left or it is too long.
            pub fn parse(raw: &str) -> Result<Self, $crate::shared::TextError> {
                $crate::shared::bounded(raw, Self::MAX_CHARS).map(|text| Self(text.to_owned()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}
pub(crate) use text_value;

/// Declares a text value about a person: like [`text_value`], but `Debug` does not show it and
/// there is no `Display`.
macro_rules! private_text_value {
    ($(#[$doc:meta])* $name:ident, $max:literal) => {
        $crate::shared::text_value! { @type $(#[$doc])* $name, $max }
        $crate::shared::redacted!($name);
    };
}
pub(crate) use private_text_value;

/// An address on the web: `http` or `https`, at most 2,048 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WebUrl(String);

impl WebUrl {
    /// The most characters allowed.
    pub const MAX_CHARS: usize = 2048;

    /// Accepts an absolute web address.
    ///
    /// # Errors
    ///
    /// [`TextError`] if it is empty, too long, or no web address.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let text = bounded(raw, Self::MAX_CHARS)?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let host_given = rest.is_some_and(|rest| {
            rest.chars().next().is_some_and(|first| first.is_ascii_alphanumeric() || first == '[')
        });
        let clean = !text.chars().any(|c| c.is_whitespace() || c.is_control());
        if host_given && clean {
            Ok(Self(text.to_owned()))
        } else {
            Err(TextError::Form { expected: "an absolute http or https address" })
        }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    mod word {
        #![expect(unreachable_pub, reason = "the macro makes values of the crate's interface")]

        text_value! {
            /// For the tests.
            Word, 4
        }
        private_text_value! {
            /// For the tests.
            Whisper, 4
        }
    }
    use word::{Whisper, Word};

    #[test]
    fn a_private_text_follows_the_same_rules_and_is_not_shown() {
        let whisper = Whisper::parse(" psst ").unwrap();
        assert_eq!(format!("{whisper:?}"), "Whisper(..)");
        assert_eq!(whisper.as_str(), "psst");
        assert_eq!(Whisper::parse("12345"), Err(TextError::TooLong { max: 4, actual: 5 }));
    }

    #[test]
    fn white_space_around_a_text_is_dropped() {
        assert_eq!(Word::parse("  abc ").unwrap().as_str(), "abc");
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(Word::parse("йцук").is_ok());
        assert_eq!(Word::parse("12345"), Err(TextError::TooLong { max: 4, actual: 5 }));
        assert_eq!(Word::parse(" \t"), Err(TextError::Empty));
    }

    #[test]
    fn control_characters_are_refused_unless_they_lay_out_a_text() {
        assert!(Word::parse("a\nb").is_ok() && Word::parse("a\tb").is_ok());
        for hidden in ["a\0b", "\0", "a\u{1b}", "\u{7f}", "a\u{85}b"] {
            assert!(matches!(Word::parse(hidden), Err(TextError::Form { .. })), "{hidden:?}");
        }
    }

    #[test]
    fn only_web_addresses_are_addresses() {
        assert!(WebUrl::parse("https://example.org/a.png").is_ok());
        for bad in ["javascript:alert(1)", "https://", "ftp://x", "https://a b", "https:///a", ""] {
            assert!(WebUrl::parse(bad).is_err(), "{bad}");
        }
        let long = format!("https://a/{}", "b".repeat(WebUrl::MAX_CHARS));
        assert!(matches!(WebUrl::parse(&long), Err(TextError::TooLong { .. })));
    }

    proptest! {
        #[test]
        fn what_was_accepted_is_accepted_unchanged(raw in "[ \t]{0,2}.{0,6}[ \n]{0,2}") {
            if let Ok(word) = Word::parse(&raw) {
                prop_assert_eq!(Word::parse(word.as_str()), Ok(word.clone()));
                prop_assert_eq!(word.as_str(), raw.trim());
            }
        }

        #[test]
        fn an_accepted_address_is_accepted_unchanged(raw in ".{0,20}|https?://[a-z\\[]{0,2}.{0,20}") {
            if let Ok(url) = WebUrl::parse(&raw) {
                prop_assert_eq!(WebUrl::parse(url.as_str()), Ok(url));
            }
        }
    }
}
