//! The readable name of a thing in an address.

use crate::shared::TextError;

/// Words of lower-case letters and digits joined by single hyphens, 3 to 96 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

impl Slug {
    /// The fewest characters allowed.
    pub const MIN_CHARS: usize = 3;
    /// The most characters allowed.
    pub const MAX_CHARS: usize = 96;

    /// Accepts a slug as it is.
    ///
    /// # Errors
    ///
    /// [`TextError`] if it is too long or has another form.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let actual = raw.chars().count();
        if actual > Self::MAX_CHARS {
            return Err(TextError::TooLong { max: Self::MAX_CHARS, actual });
        }
        let words = raw.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if actual >= Self::MIN_CHARS && words {
            Ok(Self(raw.to_owned()))
        } else {
            Err(TextError::Form {
                expected: "3 to 96 lower-case letters and digits, words joined by single hyphens",
            })
        }
    }

    /// Makes a slug from a title. `suffix` tells apart courses with the same title and stands in
    /// for titles that have no Latin letter or digit.
    #[must_use]
    pub fn from_title(title: &str, suffix: &str) -> Self {
        let mut text = String::new();
        for c in title.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                text.push(c);
            } else if !text.is_empty() && !text.ends_with('-') {
                text.push('-');
            }
            if text.len() >= 72 {
                break;
            }
        }
        let suffix: String =
            suffix.chars().filter(char::is_ascii_alphanumeric).take(16).collect::<String>();
        let stem = text.trim_matches('-');
        let whole = match (stem.is_empty(), suffix.is_empty()) {
            (true, _) => format!("course-{}", suffix.to_ascii_lowercase()),
            (false, true) => stem.to_owned(),
            (false, false) => format!("{stem}-{}", suffix.to_ascii_lowercase()),
        };
        let whole = whole.trim_matches('-');
        Self(if whole.len() < Self::MIN_CHARS { format!("course-{whole}") } else { whole.into() })
    }

    /// The slug.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_slug_is_made_of_words_and_single_hyphens() {
        assert!(Slug::parse("intro-to-rust-2").is_ok());
        for bad in ["ab", "-abc", "abc-", "a--b", "Abc", "абв", ""] {
            assert!(Slug::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_title_becomes_its_words_and_the_suffix() {
        let made = |title, suffix| Slug::from_title(title, suffix).as_str().to_owned();
        assert_eq!(made("  Intro to C++ & Rust!  ", ""), "intro-to-c-rust");
        assert_eq!(made("Intro to C++ & Rust!", "0A1b"), "intro-to-c-rust-0a1b");
        assert_eq!(made("C", ""), "course-c");
        assert_eq!(made("Основы", "12"), "course-12");
        assert_eq!(made("Основы", ""), "course");
        assert_eq!(made(&"word ".repeat(50), "").len(), 72);
    }

    proptest! {
        #[test]
        fn a_made_slug_parses(title in ".{0,200}", suffix in "[0-9a-f]{0,12}") {
            let slug = Slug::from_title(&title, &suffix);
            prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug));
        }

        #[test]
        fn what_was_accepted_is_accepted_unchanged(raw in ".{0,8}|[a-z0-9-]{0,100}") {
            if let Ok(slug) = Slug::parse(&raw) {
                prop_assert_eq!(slug.as_str(), &raw);
                prop_assert!((Slug::MIN_CHARS..=Slug::MAX_CHARS).contains(&raw.len()));
            }
        }

        #[test]
        fn another_suffix_makes_another_slug(title in ".{0,200}", a in "[0-9a-f]{8}", b in "[0-9a-f]{8}") {
            let same = Slug::from_title(&title, &a) == Slug::from_title(&title, &b);
            prop_assert_eq!(same, a == b);
        }
    }
}
