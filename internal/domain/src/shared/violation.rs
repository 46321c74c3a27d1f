//! Broken rules of an input, each with the place where it was broken.

use std::fmt;

/// One rule that one field of an input breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer into the input, for example `/sections/0/heading`.
    pub pointer: String,
    /// Stable word for the rule, for example `too-long`.
    pub code: &'static str,
    /// One sentence for a person. Never repeats the refused value.
    pub detail: String,
}

/// Every rule that an input breaks, collected before anything is refused.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// No violation yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Exactly one violation.
    #[must_use]
    pub fn one(pointer: impl Into<String>, code: &'static str, detail: impl fmt::Display) -> Self {
        let mut violations = Self::new();
        violations.add(pointer, code, detail);
        violations
    }

    /// Adds one violation.
    pub fn add(
        &mut self,
        pointer: impl Into<String>,
        code: &'static str,
        detail: impl fmt::Display,
    ) {
        self.0.push(Violation { pointer: pointer.into(), code, detail: detail.to_string() });
    }

    /// Keeps the value of `parsed`, or notes why there is none.
    pub fn check<T, E: Coded>(
        &mut self,
        pointer: impl Into<String>,
        parsed: Result<T, E>,
    ) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(err) => {
                self.add(pointer, err.code(), &err);
                None
            }
        }
    }

    /// Takes over everything `other` found.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The same, found in a part of the input that lies at `at`.
    #[must_use]
    pub fn below(mut self, at: &str) -> Self {
        for violation in &mut self.0 {
            violation.pointer.insert_str(0, at);
        }
        self
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` if nothing was found.
    ///
    /// # Errors
    ///
    /// All violations, if there is at least one.
    pub fn into_result(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }

    /// The violations in the order they were found.
    #[must_use]
    pub fn into_vec(self) -> Vec<Violation> {
        self.0
    }

    /// The violations in the order they were found.
    #[must_use]
    pub fn as_slice(&self) -> &[Violation] {
        &self.0
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            write!(f, "{}: {}", violation.pointer, violation.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// An error that knows the stable word for the rule it reports.
pub trait Coded: fmt::Display {
    /// Stable word for the rule, for example `too-long`.
    fn code(&self) -> &'static str;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::{Slug, TextError, WebUrl};

    #[test]
    fn everything_that_is_wrong_is_collected_in_order() {
        let mut violations = Violations::new();
        assert!(violations.is_empty());
        let slug = violations.check("/slug", Slug::parse("good-slug"));
        assert_eq!(slug.unwrap().as_str(), "good-slug");
        assert_eq!(violations.check("/image_url", WebUrl::parse("nowhere")), None);
        violations.extend(Violations::one("/title", "required", "is required"));

        let text = violations.to_string();
        assert_eq!(
            text,
            "/image_url: must be an absolute http or https address; /title: is required"
        );
        let refused = violations.into_result().unwrap_err().into_vec();
        let codes: Vec<&str> = refused.iter().map(|it| it.code).collect();
        assert_eq!(codes, ["pattern", "required"]);
    }

    #[test]
    fn what_is_wrong_in_a_part_is_wrong_in_the_whole() {
        let mut violations = Violations::one("/url", "pattern", "is bad");
        violations.add("", "required", "is required");
        let found = violations.below("/content").into_vec();
        let pointers: Vec<&str> = found.iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(pointers, ["/content/url", "/content"]);
    }

    #[test]
    fn nothing_wrong_is_fine() {
        assert_eq!(Violations::new().into_result(), Ok(()));
    }

    #[test]
    fn a_text_that_is_refused_has_a_code_and_does_not_repeat_itself() {
        let long = TextError::TooLong { max: 4, actual: 5 };
        assert_eq!(long.code(), "too-long");
        assert_eq!(long.to_string(), "has 5 characters, at most 4 are allowed");
        assert_eq!(TextError::Empty.code(), "too-short");
        assert_eq!(TextError::Form { expected: "good" }.code(), "pattern");
    }
}
