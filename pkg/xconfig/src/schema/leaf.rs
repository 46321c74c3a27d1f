//! The kinds of single values, what each accepts, and how it is described to people.

use serde_yaml::Value as Yaml;

use crate::value::{ByteSize, Duration, REDACTED};

/// The kind of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Leaf {
    Boolean,
    /// With the schema's format, such as `uint16`.
    Integer(Option<String>),
    Number,
    Text,
    Duration,
    ByteSize,
    Secret,
    /// One of these texts.
    Choice(Vec<String>),
    /// Whatever serde makes of it.
    Any,
}

impl Leaf {
    /// The form of value, as the end of a sentence.
    pub(crate) fn expected(&self) -> String {
        match self {
            Self::Boolean => "`true` or `false`".to_owned(),
            Self::Integer(format) => match format.as_deref().and_then(range) {
                Some((least, most)) => format!("a whole number from {least} to {most}"),
                None => "a whole number".to_owned(),
            },
            Self::Number => "a number".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Duration => "a length of time such as `250ms`, `5s` or `1m30s`".to_owned(),
            Self::ByteSize => "a size such as `64KiB`, `1MiB` or a number of bytes".to_owned(),
            Self::Secret => "a secret text that is not empty".to_owned(),
            Self::Choice(choices) => format!("one of {}", quoted(choices)),
            Self::Any => "a value".to_owned(),
        }
    }

    /// A value of the right form, for a key of the example file that has no default.
    pub(crate) fn placeholder(&self) -> Yaml {
        match self {
            Self::Boolean => Yaml::from(false),
            Self::Integer(_) => Yaml::from(1),
            Self::Number => Yaml::from(1.0),
            Self::Text | Self::Secret => Yaml::from("text"),
            Self::Duration => Yaml::from("30s"),
            Self::ByteSize => Yaml::from("1MiB"),
            Self::Choice(choices) => choices.first().map_or(Yaml::Null, |c| Yaml::from(c.as_str())),
            Self::Any => Yaml::Null,
        }
    }

    /// Whether the value has the form; ranges and parsed text are left to serde.
    ///
    /// The error says what was found instead, and never repeats a secret.
    pub(crate) fn check(&self, value: &Yaml) -> Result<(), String> {
        match (self, value) {
            (Self::Any, _)
            | (Self::Boolean, Yaml::Bool(_))
            | (Self::Number, Yaml::Number(_))
            | (Self::Text, Yaml::String(_)) => Ok(()),
            (Self::Integer(_), Yaml::Number(number)) if !number.is_f64() => Ok(()),
            (Self::ByteSize, Yaml::Number(number)) if number.is_u64() => Ok(()),
            (Self::Duration, Yaml::String(text)) => parses::<Duration>(text),
            (Self::ByteSize, Yaml::String(text)) => parses::<ByteSize>(text),
            (Self::Choice(choices), Yaml::String(text)) if choices.contains(text) => Ok(()),
            (Self::Secret, Yaml::String(text)) => check_secret(text),
            (Self::Secret, _) => Err("not text; put it in quotes".to_owned()),
            (Self::Text, Yaml::Number(_) | Yaml::Bool(_)) => {
                Err(format!("found {}; put it in quotes", found(value)))
            }
            (Self::Duration, Yaml::Number(_)) => Err(format!("{} has no unit", found(value))),
            _ => Err(format!("found {}", found(value))),
        }
    }
}

fn parses<T>(text: &str) -> Result<(), String>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    text.parse::<T>().map(|_| ()).map_err(|err| format!("`{text}`: {err}"))
}

fn check_secret(text: &str) -> Result<(), String> {
    match text {
        "" => Err("the secret is empty".to_owned()),
        REDACTED => Err(format!("`{REDACTED}` stands for a hidden secret and is none")),
        _ => Ok(()),
    }
}

/// What was found in the place of a value, for an error.
pub(crate) fn found(value: &Yaml) -> String {
    match value {
        Yaml::Null => "nothing".to_owned(),
        Yaml::Bool(value) => format!("`{value}`"),
        Yaml::Number(value) => format!("`{value}`"),
        Yaml::String(value) => format!("`{value}`"),
        Yaml::Sequence(_) => "a list".to_owned(),
        Yaml::Mapping(_) => "a section".to_owned(),
        Yaml::Tagged(_) => "a YAML tag".to_owned(),
    }
}

fn quoted(choices: &[String]) -> String {
    choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>().join(", ")
}

/// The least and the greatest value of an integer type, by its schema format.
fn range(format: &str) -> Option<(i128, i128)> {
    let (signed, bits) = match format.strip_prefix("uint") {
        Some(bits) => (false, bits),
        None => (true, format.strip_prefix("int")?),
    };
    let bits: u32 = if bits.is_empty() { usize::BITS } else { bits.parse().ok()? };
    match (bits, signed) {
        (1..=64, false) => Some((0, (1 << bits) - 1)),
        (1..=64, true) => Some((-(1 << (bits - 1)), (1 << (bits - 1)) - 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integer_formats_have_ranges() {
        assert_eq!(range("uint16"), Some((0, 65_535)));
        assert_eq!(range("int8"), Some((-128, 127)));
        assert_eq!(range("uint"), Some((0, i128::from(u64::MAX))));
        assert_eq!(range("uint128"), None);
    }

    #[test]
    fn a_number_is_not_a_length_of_time() {
        assert_eq!(Leaf::Duration.check(&Yaml::from(5)), Err("`5` has no unit".to_owned()));
    }

    #[test]
    fn a_refused_secret_is_not_repeated() {
        let problem = Leaf::Secret.check(&Yaml::from(4711)).expect_err("refused");
        assert!(!problem.contains("4711"));
        assert!(Leaf::Secret.check(&Yaml::from("")).is_err());
        assert!(Leaf::Secret.check(&Yaml::from("***")).is_err());
    }
}
