//! Parameters are scalars, or repeated keys of scalars.

use std::collections::BTreeSet;

use super::findings::Findings;
use super::keywords::Kind;
use super::survey::Survey;
use super::words::is_snake;
use crate::contract::Place;
use crate::document::Node;
use crate::error::Rule;
use crate::names;

const SCALARS: &[&str] = &["string", "integer", "number", "boolean"];

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for node in survey.all(Kind::Parameter) {
        one(node, findings);
    }
    for place in &survey.places {
        names_of(place, findings);
    }
}

fn one(node: &Node<'_>, findings: &mut Findings) {
    let mut broken = |message: &str| findings.add(node, Rule::Parameter, message);
    let location = node.text("in").unwrap_or_default();
    let style = match location {
        "query" => "form",
        "path" | "header" => "simple",
        _ => return broken("must be in path, query or header"),
    };
    if node.text("style").is_some_and(|it| it != style) {
        broken(&format!("the style must be `{style}`"));
    }
    let name = node.text("name").unwrap_or_default();
    match location {
        _ if name.is_empty() => broken("has no `name`"),
        "header" => {
            if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
                broken("a header's name is letters, digits and dashes");
            }
            if ["accept", "content-type", "authorization"]
                .contains(&name.to_ascii_lowercase().as_str())
            {
                broken("this header is no parameter");
            }
        }
        _ if !is_snake(name) => findings.add(node, Rule::PropertyName, "must be in snake_case"),
        _ => {}
    }
    let Some(schema) = node.key("schema") else {
        return findings.add(node, Rule::Parameter, "has no `schema`");
    };
    value(node, &schema, location, findings);
    if name == "sort" {
        sort_words(&schema, findings);
    }
}

fn value(node: &Node<'_>, schema: &Node<'_>, location: &str, findings: &mut Findings) {
    let mut broken = |message: &str| findings.add(node, Rule::Parameter, message);
    let target = schema.resolved();
    if schema.is_true("nullable") {
        broken("a parameter is never null");
    }
    match target.text("type") {
        Some("array") => {
            if location != "query" {
                broken("only query parameters can be lists");
            }
            if node.value.get("explode") == Some(&false.into()) {
                broken("a list is a repeated key, not separated by commas");
            }
            if !target.has("maxItems") {
                broken("a list has `maxItems`");
            }
            let items = target.key("items").map(|it| it.resolved());
            let scalar = items.is_some_and(|it| is_scalar(&it));
            if !scalar {
                broken("a list holds scalars");
            }
        }
        _ if is_scalar(&target) => {}
        _ => broken("must be a scalar or a list of scalars"),
    }
}

fn is_scalar(schema: &Node<'_>) -> bool {
    schema.text("type").is_some_and(|kind| SCALARS.contains(&kind))
}

fn sort_words(schema: &Node<'_>, findings: &mut Findings) {
    let target = schema.resolved();
    let values = target.texts("enum");
    let words = !values.is_empty() && values.iter().all(|value| is_snake(value));
    findings.expect(words, &target, Rule::SortWords, "sort values are an enum of snake_case words");
}

fn names_of(place: &Place<'_>, findings: &mut Findings) {
    let mut fields = BTreeSet::new();
    for parameter in place.parameters() {
        let name = parameter.text("name").unwrap_or_default();
        if name == "body" {
            findings.add(&place.node, Rule::Parameter, "a parameter can not be called `body`");
        }
        if !fields.insert(names::field_text(name)) {
            let message = format!("two parameters are called `{name}`");
            findings.add(&place.node, Rule::Parameter, message);
        }
    }
}
