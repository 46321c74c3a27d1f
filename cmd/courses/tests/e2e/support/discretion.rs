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

/// A token, a cursor or a key has no end for so long, and letters of both sizes and digits: random
/// ones, that spell anything sooner or later.
const OPAQUE: usize = 32;

/// Fails if `text` tells something from inside.
pub(crate) fn assert_discreet(text: &str) {
    let lower = without_tokens(text).to_lowercase();
    for word in INSIDE {
        assert!(!lower.contains(word), "an answer says `{word}`: {text}");
    }
}

fn without_tokens(text: &str) -> String {
    let of_token = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let pieces = text.split_inclusive(|c: char| !of_token(c));
    pieces.filter(|piece| !is_opaque(piece)).collect()
}

fn is_opaque(piece: &str) -> bool {
    let has = |of_kind: fn(&u8) -> bool| piece.bytes().any(|byte| of_kind(&byte));
    piece.len() > OPAQUE
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
}

#[test]
fn words_from_inside_are_found_and_random_letters_are_not_read() {
    let token = format!("{{\"access_token\":\"{}axum{}\"}}", "x1".repeat(15), "Y".repeat(30));
    assert_discreet(&token);
    for leak in
        ["axum", "in_a_long_name_from_inside_of_courses_repository", "an error: line 1 column 9"]
    {
        let told = std::panic::catch_unwind(|| assert_discreet(&format!("{token} {leak}")));
        assert!(told.is_err(), "{leak}");
    }
}
