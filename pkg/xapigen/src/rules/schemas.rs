//! Rules for every schema, wherever it stands.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase as _;
use serde_json::Value;

use super::findings::Findings;
use super::keywords::Kind;
use super::survey::Survey;
use super::words::{is_snake, is_upper_camel};
use crate::document::Node;
use crate::error::Rule;

/// Keywords that say something about values of one type only.
const TYPED: &[(&str, &[&str])] = &[
    ("string", &["minLength", "maxLength", "pattern", "enum", "format", "default"]),
    (
        "integer",
        &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "format",
            "default",
        ],
    ),
    (
        "number",
        &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "format",
            "default",
        ],
    ),
    ("boolean", &["default"]),
    ("array", &["items", "minItems", "maxItems", "uniqueItems"]),
    (
        "object",
        &["properties", "required", "additionalProperties", "minProperties", "maxProperties"],
    ),
];

/// Keywords that say something about any value.
const UNTYPED: &[&str] = &["type", "title", "description", "nullable", "deprecated", "example"];

const FORMATS: &[(&str, &[&str])] = &[
    (
        "string",
        &["uuid", "date-time", "date", "uri", "uri-reference", "email", "binary", "password"],
    ),
    ("integer", &["int32", "int64"]),
    ("number", &["float", "double"]),
];

/// Keywords that make a scalar worth a name.
const CONSTRAINTS: &[&str] = &[
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for node in survey.all(Kind::Schema) {
        match node.text("type") {
            Some(kind) => typed(node, kind, findings),
            None => composed(node, findings),
        }
        nullable(node, findings);
        names(node, findings);
    }
    component_names(survey, findings);
}

fn typed(node: &Node<'_>, kind: &str, findings: &mut Findings) {
    let Some((_, keywords)) = TYPED.iter().find(|(name, _)| *name == kind) else {
        findings.add(node, Rule::Keyword, format!("type `{kind}` is not understood"));
        return;
    };
    for (keyword, inner) in node.members() {
        if !keywords.contains(&keyword) && !UNTYPED.contains(&keyword) {
            let message = format!("keyword `{keyword}` has no meaning for type `{kind}`");
            findings.add(&inner, Rule::Keyword, message);
        }
    }
    let formats = FORMATS.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, it)| it);
    if let Some(format) = node.key("format") {
        let known = formats.iter().any(|name| format.value == name);
        findings.expect(known, &format, Rule::Keyword, "this format is not understood");
    }
    match kind {
        "integer" => {
            let complete = node.has("format") && node.has("maximum");
            findings.expect(complete, node, Rule::Integer, "integers have `format` and `maximum`");
        }
        "array" => {
            findings.expect(node.has("items"), node, Rule::Shape, "arrays have `items`");
        }
        _ => {}
    }
    if node.has("enum") {
        enumeration(node, findings);
    }
    let inline = node.own_schema_name().is_none();
    if inline && CONSTRAINTS.iter().any(|keyword| node.has(keyword)) {
        findings.add(node, Rule::NamedScalar, "a constrained scalar is a named component");
    }
}

fn enumeration(node: &Node<'_>, findings: &mut Findings) {
    let values = node.texts("enum");
    let all = node.value["enum"].as_array().map_or(0, Vec::len);
    findings.expect(
        !values.is_empty() && values.len() == all,
        node,
        Rule::EnumValues,
        "an enum is a list of texts that is not empty",
    );
    let names: BTreeSet<_> = values.iter().map(|value| value.to_upper_camel_case()).collect();
    findings.expect(
        names.len() == values.len() && !names.contains(""),
        node,
        Rule::EnumValues,
        "enum values must stay different as UpperCamelCase names",
    );
}

/// `allOf` and `oneOf`; the latter is looked at more closely by the rules of unions.
fn composed(node: &Node<'_>, findings: &mut Findings) {
    let allowed: &[&str] = if node.has("allOf") {
        &["allOf", "description", "title", "nullable", "deprecated", "example", "default"]
    } else {
        &["oneOf", "discriminator", "description", "title", "deprecated", "example"]
    };
    for (keyword, inner) in node.members() {
        if !allowed.contains(&keyword) {
            findings.add(&inner, Rule::Keyword, format!("keyword `{keyword}` needs a `type`"));
        }
    }
    let composed = node.has("allOf") || node.has("oneOf");
    findings.expect(composed, node, Rule::Shape, "a schema has `type`, `allOf` or `oneOf`");

    let members = node.items_of("allOf");
    if let [single] = members.as_slice() {
        let named = single.reference().is_some();
        findings.expect(named, single, Rule::Shape, "a single `allOf` is a reference");
        return;
    }
    for member in &members {
        let target = member.resolved();
        let object = target.text("type") == Some("object") || target.items_of("allOf").len() > 1;
        let open = object && target.value.get("additionalProperties") != Some(&Value::Bool(false));
        findings.expect(open, member, Rule::OpenInAllOf, "members of `allOf` are open objects");
    }
}

fn nullable(node: &Node<'_>, findings: &mut Findings) {
    if !node.is_true("nullable") {
        return;
    }
    let named = node.own_schema_name().is_some();
    findings.expect(!named, node, Rule::Nullable, "uses are nullable, components are not");
    let single = node.items_of("allOf").len() == 1;
    let plain = node.has("type") && !node.has("enum");
    findings.expect(
        single || plain,
        node,
        Rule::Nullable,
        "a nullable use is `nullable: true` with `allOf` of one reference",
    );
}

fn names(node: &Node<'_>, findings: &mut Findings) {
    let properties = node.members_of("properties");
    for (name, property) in &properties {
        findings.expect(is_snake(name), property, Rule::PropertyName, "must be in snake_case");
    }
    if node.has("properties") || node.text("type") == Some("object") {
        for name in node.texts("required") {
            let declared = properties.iter().any(|(property, _)| *property == name);
            if !declared {
                findings.add(node, Rule::Shape, format!("`{name}` is required but no property"));
            }
        }
    }
}

fn component_names(survey: &Survey<'_>, findings: &mut Findings) {
    for (name, node) in survey.document.schemas() {
        findings.expect(
            is_upper_camel(name) && name.to_upper_camel_case() == name,
            &node,
            Rule::ComponentName,
            "components are named in UpperCamelCase",
        );
        for place in &survey.places {
            let id = place.id().to_upper_camel_case();
            let suffix = name.strip_prefix(&id).unwrap_or_default();
            if ["Body", "Response", "Params"].contains(&suffix) {
                findings.add(&node, Rule::ComponentName, format!("`{name}` is a generated name"));
            }
        }
    }
}
