//! From bytes to JSON, without telling the caller how the parser feels about it.

use serde_json::error::Category;
use serde_json::{Number, Value};

use crate::distinct::Distinct;

/// How deep arrays and objects may be nested.
const DEEPEST: usize = 32;

/// Largest whole number that a float keeps exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Reads `bytes`, or says what is wrong in words that are safe to show.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, String> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err("the body is empty".to_owned());
    }
    if std::str::from_utf8(bytes).is_err() {
        return Err("the body is not valid UTF-8".to_owned());
    }
    if is_too_deep(bytes) {
        return Err(format!("the body is nested deeper than {DEEPEST} levels"));
    }
    let Distinct(mut value) = serde_json::from_slice(bytes).map_err(|error| {
        let what = match error.classify() {
            Category::Data => "names a member of an object twice",
            Category::Syntax | Category::Eof | Category::Io => "is not valid JSON",
        };
        format!("the body {what} at line {}, column {}", error.line(), error.column())
    })?;
    make_whole(&mut value);
    Ok(value)
}

/// Looked for before parsing, because a parser recurses.
fn is_too_deep(bytes: &[u8]) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => depth += 1,
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// `1.0` is an integer in JSON Schema, so it has to become one that Rust types take.
fn make_whole(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(whole) = whole(number) {
                *number = whole;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(make_whole),
        Value::Object(members) => members.values_mut().for_each(make_whole),
        _ => {}
    }
}

fn whole(number: &Number) -> Option<Number> {
    let float = number.as_f64().filter(|_| number.is_f64())?;
    if float.fract() != 0.0 || float.abs() > EXACT {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and within the exact range")]
    let integer = float as i64;
    Some(integer.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn nested(levels: usize) -> Vec<u8> {
        [vec![b'['; levels], vec![b']'; levels]].concat()
    }

    #[test]
    fn the_deepest_body_that_is_allowed_is_read() {
        assert!(parse(&nested(32)).is_ok());
        assert_eq!(parse(&nested(33)).unwrap_err(), "the body is nested deeper than 32 levels");
    }

    #[test]
    fn brackets_in_texts_are_not_levels() {
        let text = format!(r#"["{}\"{}"]"#, "[".repeat(40), "{".repeat(40));
        assert!(parse(text.as_bytes()).is_ok());
    }

    #[test]
    fn complaints_name_the_place_and_nothing_else() {
        assert_eq!(
            parse(b"{\n  secret").unwrap_err(),
            "the body is not valid JSON at line 2, column 3"
        );
        assert_eq!(parse(b" \n").unwrap_err(), "the body is empty");
        assert_eq!(parse(b"\"\xff\"").unwrap_err(), "the body is not valid UTF-8");
    }

    #[test]
    fn a_member_that_stands_twice_in_an_object_is_refused() {
        for twice in [r#"{"a":1,"a":1}"#, r#"[{"a":{"b":1,"c":2,"b":3}}]"#, r#"{"a":1,"\u0061":2}"#]
        {
            let complaint = parse(twice.as_bytes()).unwrap_err();
            assert!(complaint.starts_with("the body names a member of an object twice"), "{twice}");
        }
        let alike = json!({ "a": [{ "a": null }, { "a": true }], "A": "x", "b": -1, "c": 1.5 });
        assert_eq!(parse(alike.to_string().as_bytes()).unwrap(), alike);
    }

    #[test]
    fn whole_floats_become_integers() {
        assert_eq!(parse(b"[1.0, 1.5, -2e1]").unwrap(), json!([1, 1.5, -20]));
    }
}
