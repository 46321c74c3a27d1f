//! What no answer may tell, whatever was asked.

/// Words that only come from inside: parsers, types, stores, paths of the source.
const INSIDE: &[&str] = &[
    "serde",
    "line 1 column",
    "expected",
    "invalid type",
    "missing field",
    "unknown field",
    "unknown variant",
    "eof while",
    "trailing characters",
    "panicked",
    "backtrace",
    "rusqlite",
    "sqlite",
    "mongo",
    "bson",
    "replica set",
    "duplicate key",
    "constraint failed",
    "jsonschema",
    "jsonwebtoken",
    "hyper",
    "axum",
    "tokio",
    "courses_",
    "alloc::",
    "core::",
    "std::",
    ".rs:",
    "begin private key",
];

/// Fails if `text` tells something from inside.
pub(crate) fn assert_discreet(text: &str) {
    let lower = text.to_lowercase();
    for word in INSIDE {
        assert!(!lower.contains(word), "an answer says `{word}`: {text}");
    }
}
