//! Examples and defaults fit the schemas they stand beside.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::findings::Findings;
use super::keywords::Kind;
use super::survey::Survey;
use crate::contract::is_json;
use crate::document::Node;
use crate::error::Rule;
use crate::schema::validation;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let schemas = survey.document.schemas();
    let components = schemas.iter().map(|(name, node)| ((*name).to_owned(), validation(node)));
    let components: BTreeMap<String, Value> = components.collect();

    for kind in [Kind::Parameter, Kind::Header] {
        for node in survey.all(kind) {
            beside(node, &components, findings);
        }
    }
    for body in survey.all(Kind::Body).chain(survey.all(Kind::Answer)) {
        for (_, node) in body.members_of("content").iter().filter(|(media, _)| is_json(media)) {
            beside(node, &components, findings);
        }
    }
    for schema in survey.all(Kind::Schema) {
        let values = ["example", "default"].iter().filter_map(|name| schema.key(name));
        fit(schema, &values.collect::<Vec<_>>(), &components, findings);
    }
}

/// The examples of an object that has a schema.
fn beside(node: &Node<'_>, components: &BTreeMap<String, Value>, findings: &mut Findings) {
    let Some(schema) = node.key("schema") else { return };
    let mut values: Vec<_> = node.key("example").into_iter().collect();
    for (_, example) in node.members_of("examples") {
        values.extend(example.resolved().key("value"));
    }
    fit(&schema, &values, components, findings);
}

fn fit(
    schema: &Node<'_>,
    values: &[Node<'_>],
    components: &BTreeMap<String, Value>,
    findings: &mut Findings,
) {
    if values.is_empty() {
        return;
    }
    let built = jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .with_pattern_options(jsonschema::PatternOptions::regex())
        .should_validate_formats(true)
        .build(&bundle(&validation(schema), components));
    let validator = match built {
        Ok(validator) => validator,
        Err(error) => {
            return findings.add(schema, Rule::Shape, format!("does not compile: {error}"));
        }
    };
    for value in values {
        for error in validator.iter_errors(value.value) {
            let message = format!("does not fit at `{}`: {error}", error.instance_path());
            findings.add(value, Rule::ExampleFits, message);
        }
    }
}

/// `schema` with the components that it needs, and no others: each costs time to compile.
fn bundle(schema: &Value, components: &BTreeMap<String, Value>) -> Value {
    let mut needed = Map::new();
    collect(schema, components, &mut needed);
    json!({ "allOf": [schema], "$defs": needed })
}

fn collect(schema: &Value, components: &BTreeMap<String, Value>, needed: &mut Map<String, Value>) {
    match schema {
        Value::Object(members) => {
            let name = members.get("$ref").and_then(Value::as_str);
            let name = name.and_then(|target| target.strip_prefix("#/$defs/"));
            if let Some(name) = name
                && let Some(component) = components.get(name)
                && needed.insert(name.to_owned(), component.clone()).is_none()
            {
                collect(component, components, needed);
            }
            members.values().for_each(|inner| collect(inner, components, needed));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect(inner, components, needed)),
        _ => {}
    }
}
