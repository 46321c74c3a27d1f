//! How a section judges its own values.

use std::{error::Error, fmt};

/// A section that can tell whether its values make sense together.
///
/// The loader calls this once, after every value has the right form. A section names its own
/// key; the section around it adds its name with [`Invalid::within`]:
///
/// ```
/// # use xconfig::{Duration, Invalid, Validate};
/// # struct Http { drain: Duration }
/// # struct Settings { http: Http }
/// impl Validate for Http {
///     fn validate(&self) -> Result<(), Invalid> {
///         Invalid::unless(!self.drain.is_zero(), "drain", "must be longer than nothing")
///     }
/// }
///
/// impl Validate for Settings {
///     fn validate(&self) -> Result<(), Invalid> {
///         self.http.validate().map_err(|err| err.within("http"))
///     }
/// }
/// ```
pub trait Validate {
    /// Judges the values.
    ///
    /// # Errors
    ///
    /// Names the first key whose value cannot be used, and why.
    fn validate(&self) -> Result<(), Invalid> {
        Ok(())
    }
}

/// A value that a section refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    key: String,
    problem: String,
}

impl Invalid {
    /// `problem` completes the sentence that starts with the key: "must be at least 1s".
    #[must_use]
    pub fn new(key: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { key: key.into(), problem: problem.into() }
    }

    /// Refuses the key unless the condition holds.
    ///
    /// # Errors
    ///
    /// An [`Invalid`] of this key and problem if the condition does not hold.
    pub fn unless(condition: bool, key: &str, problem: &str) -> Result<(), Self> {
        if condition { Ok(()) } else { Err(Self::new(key, problem)) }
    }

    /// The same refusal seen from the section around: `drain` becomes `http.drain`.
    #[must_use]
    pub fn within(self, section: &str) -> Self {
        let key = if self.key.is_empty() {
            section.to_owned()
        } else {
            format!("{section}.{}", self.key)
        };
        Self { key, ..self }
    }

    /// The dotted key of the refused value.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What is wrong with it.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.key, self.problem)
    }
}

impl Error for Invalid {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_around_a_key_add_their_names() {
        let err = Invalid::new("drain", "must be at least 1s").within("http").within("edge");
        assert_eq!(err.to_string(), "`edge.http.drain` must be at least 1s");
        assert_eq!(Invalid::new("", "is incomplete").within("http").key(), "http");
    }
}
