//! The schemas of a document, compiled when they are first needed.

use std::collections::HashMap;
use std::sync::OnceLock;

use jsonschema::{Draft, PatternOptions, Validator};
use serde_json::{Map, Value, json};
use xerror::FieldError;

use crate::{formats, violations};

/// Named JSON Schemas (2020-12) that refer to each other as `#/$defs/<name>`.
#[derive(Debug)]
pub struct Schemas {
    texts: &'static [(&'static str, &'static str)],
    parsed: OnceLock<HashMap<&'static str, Entry>>,
}

#[derive(Debug)]
struct Entry {
    schema: Value,
    validator: OnceLock<Validator>,
}

impl Schemas {
    /// Takes names and schemas as JSON texts.
    #[must_use]
    pub const fn new(texts: &'static [(&'static str, &'static str)]) -> Self {
        Self { texts, parsed: OnceLock::new() }
    }

    /// Compiles every schema now rather than under the first requests.
    pub fn warm(&self) {
        for (name, _) in self.texts {
            self.validator(name);
        }
    }

    /// Whether there is a schema of this name.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.entries().contains_key(name)
    }

    /// Everything that keeps `value` from fitting the schema called `name`; pointers start at
    /// `base`.
    pub(crate) fn violations(&self, name: &str, base: &str, value: &Value) -> Vec<FieldError> {
        let Some(validator) = self.validator(name) else {
            let detail = "there is no schema to hold this to";
            return vec![FieldError::new(base, "schema", detail)];
        };
        // Most values fit, and then nothing has to be written down.
        if validator.is_valid(value) {
            return Vec::new();
        }
        violations::of(validator.iter_errors(value), base)
    }

    fn entries(&self) -> &HashMap<&'static str, Entry> {
        self.parsed.get_or_init(|| {
            let entry = |text| Entry {
                schema: serde_json::from_str(text).expect("the generator wrote it as JSON"),
                validator: OnceLock::new(),
            };
            self.texts.iter().map(|(name, text)| (*name, entry(text))).collect()
        })
    }

    fn validator(&self, name: &str) -> Option<&Validator> {
        let entries = self.entries();
        let entry = entries.get(name)?;
        Some(entry.validator.get_or_init(|| {
            let mut needed = Map::new();
            collect(&entry.schema, entries, &mut needed);
            compile(&json!({ "allOf": [entry.schema], "$defs": needed }))
        }))
    }
}

fn compile(schema: &Value) -> Validator {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true)
        .with_pattern_options(PatternOptions::regex())
        .with_format("date-time", formats::is_date_time)
        .with_format("date", formats::is_date)
        .build(schema)
        .expect("the generator refuses schemas that do not compile")
}

/// The schemas that `schema` refers to, directly or not: compiling others would be wasted.
fn collect(schema: &Value, entries: &HashMap<&str, Entry>, needed: &mut Map<String, Value>) {
    match schema {
        Value::Object(members) => {
            let target = members.get("$ref").and_then(Value::as_str);
            if let Some(name) = target.and_then(|target| target.strip_prefix("#/$defs/"))
                && let Some(entry) = entries.get(name)
                && needed.insert(name.to_owned(), entry.schema.clone()).is_none()
            {
                collect(&entry.schema, entries, needed);
            }
            members.values().for_each(|inner| collect(inner, entries, needed));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, entries, needed)),
        _ => {}
    }
}
