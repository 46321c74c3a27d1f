//! The errors that reading a source can end in.

use crate::{ConfigError, ConfigErrorKind, Source, path::Stray, schema::Node};

pub(super) fn unknown(stray: &Stray<'_>, origin: &Source, fix: &str) -> ConfigError {
    ConfigError::new(ConfigErrorKind::UnknownKey, &stray.key, origin)
        .problem("unknown key")
        .fix(fix)
}

pub(super) fn bad_value(key: &str, node: &Node, origin: &Source, problem: &str) -> ConfigError {
    ConfigError::new(ConfigErrorKind::BadValue, key, origin)
        .problem(problem)
        .fix(format_args!("expected {}", node.expected()))
}

pub(super) fn given_twice(key: &str, origin: &Source, one: &str, other: &str) -> ConfigError {
    ConfigError::new(ConfigErrorKind::GivenTwice, key, origin)
        .problem(format_args!("given twice, as `{one}` and as `{other}`"))
        .fix("keep one of them")
}
