//! The one error of this crate: a single line that an operator can act on.

use std::{error::Error, fmt};

use crate::Source;

/// Exit code of a program whose configuration is wrong (`EX_USAGE` of `sysexits.h`).
pub const EXIT_CODE: u8 = 64;

/// Longest part of a foreign message that is repeated in an error, in characters.
const LONGEST_PART: usize = 240;

/// A configuration that cannot be used.
///
/// Prints as one line: the key, the source it came from, what is wrong, and what to do.
/// Values of secrets are never part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    kind: ConfigErrorKind,
    key: String,
    origin: Source,
    problem: String,
    fix: String,
}

/// What is wrong with a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigErrorKind {
    /// A file cannot be read or is not YAML; the key is empty.
    File,
    /// A key that no setting has.
    UnknownKey,
    /// A value of the wrong form.
    BadValue,
    /// A key that has no default and got no value.
    MissingValue,
    /// One setting given twice in one source, such as a secret and its `_file`.
    GivenTwice,
    /// The file a `_file` key points to cannot be used.
    SecretFile,
    /// A value of the right form that a section refused.
    Invalid,
}

impl ConfigError {
    pub(crate) fn new(kind: ConfigErrorKind, key: impl Into<String>, origin: &Source) -> Self {
        Self {
            kind,
            key: key.into(),
            origin: origin.clone(),
            problem: String::new(),
            fix: String::new(),
        }
    }

    /// What is wrong, without the value of a secret.
    pub(crate) fn problem(mut self, problem: impl fmt::Display) -> Self {
        self.problem = one_line(&problem.to_string());
        self
    }

    /// What the operator should do.
    pub(crate) fn fix(mut self, fix: impl fmt::Display) -> Self {
        self.fix = one_line(&fix.to_string());
        self
    }

    /// What kind of mistake this is.
    #[must_use]
    pub const fn kind(&self) -> ConfigErrorKind {
        self.kind
    }

    /// The dotted key it is about, such as `http.listen`; empty if it is about a whole file,
    /// or about a variable or an argument that names none.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Where the wrong value came from.
    #[must_use]
    pub const fn origin(&self) -> &Source {
        &self.origin
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.key.is_empty() {
            write!(f, "`{}` from ", one_line(&self.key))?;
        }
        write!(f, "{}: {}", one_line(&self.origin.to_string()), self.problem)?;
        if !self.fix.is_empty() {
            write!(f, "; {}", self.fix)?;
        }
        Ok(())
    }
}

impl Error for ConfigError {}

/// Folds a text into one line of bounded length without control characters.
fn one_line(text: &str) -> String {
    let calm: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut line = calm.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = line.char_indices().nth(LONGEST_PART) {
        line.truncate(cut);
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_line_of_key_source_problem_and_fix() {
        let source = Source::Environment("COURSES_HTTP__PORT".to_owned());
        let err = ConfigError::new(ConfigErrorKind::BadValue, "http.port", &source)
            .problem("`a\nb` is not\r\n a number")
            .fix("expected a whole number");
        assert_eq!(
            err.to_string(),
            "`http.port` from environment variable COURSES_HTTP__PORT: `a b` is not a number; \
             expected a whole number"
        );
    }

    #[test]
    fn a_long_message_is_cut() {
        let err = ConfigError::new(ConfigErrorKind::BadValue, "a", &Source::Flag)
            .problem("ü".repeat(5_000));
        assert!(err.to_string().chars().count() < 300);
    }
}
