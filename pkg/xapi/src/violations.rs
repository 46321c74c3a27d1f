//! What the validator found, in words that never repeat a submitted value.

use std::borrow::Cow;

use jsonschema::error::{TypeKind, ValidationErrorKind as Broken};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;
use xerror::FieldError;

/// More than anybody reads; a hostile body must not make a longer answer.
const MOST: usize = 64;

/// Longest name of an unknown member that is repeated in a pointer, in characters.
const LONGEST_NAME: usize = 64;

/// The violations behind `errors`; pointers start at `base`.
pub(crate) fn of<'a>(
    errors: impl Iterator<Item = ValidationError<'a>>,
    base: &str,
) -> Vec<FieldError> {
    let mut found: Vec<FieldError> = Vec::new();
    for error in errors {
        let at = format!("{base}{}", error.instance_path());
        for violation in violations(&error, at) {
            if found.len() < MOST && !found.contains(&violation) {
                found.push(violation);
            }
        }
    }
    found
}

fn violations(error: &ValidationError<'_>, at: String) -> Vec<FieldError> {
    match error.kind() {
        Broken::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![FieldError::new(member(&at, name), "required", "is required")]
        }
        Broken::AdditionalProperties { unexpected }
        | Broken::UnevaluatedProperties { unexpected } => unexpected
            .iter()
            .take(MOST)
            .map(|name| FieldError::new(member(&at, name), "unknown-member", "is not known here"))
            .collect(),
        kind => {
            let (code, detail) = describe(kind);
            vec![FieldError::new(at, code, detail)]
        }
    }
}

/// Pointer to the member `name` of the object at `at`.
fn member(at: &str, name: &str) -> String {
    let short: String = name.chars().take(LONGEST_NAME).collect();
    format!("{at}/{}", short.replace('~', "~0").replace('/', "~1"))
}

fn describe(kind: &Broken) -> (&'static str, Cow<'static, str>) {
    match kind {
        Broken::Type { kind } => ("type", format!("must be {}", types(kind)).into()),
        Broken::Enum { options } => ("enum", choices(options).into()),
        Broken::Constant { expected_value } => {
            ("enum", format!("must be {}", shown(expected_value)).into())
        }
        Broken::Pattern { pattern } => {
            ("pattern", format!("must match the pattern {pattern}").into())
        }
        Broken::Format { format } => ("format", format_words(format)),
        Broken::MinLength { limit } => ("too-short", at_least(*limit, "character")),
        Broken::MaxLength { limit } => ("too-long", at_most(*limit, "character")),
        Broken::MinItems { limit } => ("too-few-items", at_least(*limit, "item")),
        Broken::MaxItems { limit } => ("too-many-items", at_most(*limit, "item")),
        Broken::MinProperties { limit } => ("too-few-members", at_least(*limit, "member")),
        Broken::MaxProperties { limit } => ("too-many-members", at_most(*limit, "member")),
        Broken::Minimum { limit } => ("minimum", format!("must be at least {limit}").into()),
        Broken::Maximum { limit } => ("maximum", format!("must be at most {limit}").into()),
        Broken::ExclusiveMinimum { limit } => {
            ("minimum", format!("must be greater than {limit}").into())
        }
        Broken::ExclusiveMaximum { limit } => {
            ("maximum", format!("must be less than {limit}").into())
        }
        Broken::MultipleOf { multiple_of } => {
            ("multiple-of", format!("must be a multiple of {multiple_of}").into())
        }
        Broken::UniqueItems => ("unique-items", "must not hold the same item twice".into()),
        _ => ("invalid", "is not valid here".into()),
    }
}

fn at_least(limit: u64, what: &str) -> Cow<'static, str> {
    format!("must have at least {}", counted(limit, what)).into()
}

fn at_most(limit: u64, what: &str) -> Cow<'static, str> {
    format!("must have at most {}", counted(limit, what)).into()
}

fn counted(limit: u64, what: &str) -> String {
    if limit == 1 { format!("1 {what}") } else { format!("{limit} {what}s") }
}

fn types(kind: &TypeKind) -> String {
    let names: Vec<_> = match kind {
        TypeKind::Single(kind) => vec![type_name(*kind)],
        TypeKind::Multiple(kinds) => kinds.iter().map(type_name).collect(),
    };
    names.join(" or ")
}

const fn type_name(kind: JsonType) -> &'static str {
    match kind {
        JsonType::Null => "null",
        JsonType::Boolean => "true or false",
        JsonType::Integer => "an integer",
        JsonType::Number => "a number",
        JsonType::String => "a string",
        JsonType::Array => "an array",
        JsonType::Object => "an object",
    }
}

fn choices(options: &Value) -> String {
    let options: Vec<_> = options.as_array().into_iter().flatten().map(shown).collect();
    match options.as_slice() {
        [only] => format!("must be {only}"),
        all => format!("must be one of {}", all.join(", ")),
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned)
}

fn format_words(format: &str) -> Cow<'static, str> {
    match format {
        "uuid" => "must be a UUID".into(),
        "date-time" => "must be an RFC 3339 date and time with an offset".into(),
        "date" => "must be a date such as 2026-11-21".into(),
        "uri" => "must be an absolute URI".into(),
        "uri-reference" => "must be a URI or a relative reference".into(),
        "email" => "must be an e-mail address".into(),
        other => format!("must be a valid {other}").into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(schema: &Value, value: &Value) -> Vec<(String, &'static str, String)> {
        let validator = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
        of(validator.iter_errors(value), "")
            .into_iter()
            .map(|error| (error.pointer, error.code, error.detail.into_owned()))
            .collect()
    }

    fn one(schema: &Value, value: &Value) -> (String, &'static str, String) {
        found(schema, value).pop().unwrap()
    }

    #[test]
    fn every_constraint_has_a_code_and_a_sentence_without_the_value() {
        for (schema, value, code, detail) in [
            (json!({ "type": "string" }), json!(7), "type", "must be a string"),
            (
                json!({ "type": ["integer", "null"] }),
                json!("x"),
                "type",
                "must be null or an integer",
            ),
            (json!({ "enum": ["a", "b"] }), json!("x"), "enum", "must be one of a, b"),
            (json!({ "const": "a" }), json!("x"), "enum", "must be a"),
            (json!({ "pattern": "^a$" }), json!("x"), "pattern", "must match the pattern ^a$"),
            (json!({ "format": "uuid" }), json!("x"), "format", "must be a UUID"),
            (json!({ "minLength": 1 }), json!(""), "too-short", "must have at least 1 character"),
            (json!({ "maxLength": 2 }), json!("xxx"), "too-long", "must have at most 2 characters"),
            (json!({ "minItems": 1 }), json!([]), "too-few-items", "must have at least 1 item"),
            (json!({ "maxItems": 0 }), json!([7]), "too-many-items", "must have at most 0 items"),
            (
                json!({ "minProperties": 1 }),
                json!({}),
                "too-few-members",
                "must have at least 1 member",
            ),
            (json!({ "minimum": 1 }), json!(0), "minimum", "must be at least 1"),
            (json!({ "exclusiveMaximum": 1 }), json!(7), "maximum", "must be less than 1"),
            (
                json!({ "uniqueItems": true }),
                json!([7, 7]),
                "unique-items",
                "must not hold the same item twice",
            ),
        ] {
            assert_eq!(one(&schema, &value), (String::new(), code, detail.to_owned()));
        }
    }

    #[test]
    fn missing_and_unknown_members_are_reported_where_they_are() {
        let schema =
            json!({ "required": ["a/b"], "properties": {}, "additionalProperties": false });
        let value = json!({ "owner_id": 1, "x~": 2 });
        let mut pointers: Vec<_> =
            found(&schema, &value).into_iter().map(|(pointer, code, _)| (pointer, code)).collect();
        pointers.sort();
        let wanted =
            [("/a~1b", "required"), ("/owner_id", "unknown-member"), ("/x~0", "unknown-member")];
        assert_eq!(pointers, wanted.map(|(pointer, code)| (pointer.to_owned(), code)));
    }

    #[test]
    fn a_hostile_body_gets_a_short_answer() {
        let schema = json!({ "properties": {}, "additionalProperties": false });
        let value: Value =
            (0..1000).map(|at| (format!("{at}-{}", "x".repeat(900)), json!(1))).collect();
        let found = found(&schema, &value);
        assert_eq!(found.len(), MOST);
        assert!(found.iter().all(|(pointer, _, _)| pointer.len() <= 1 + LONGEST_NAME));
    }
}
