//! Objects in request bodies are closed, so that a misspelled member is never ignored.

use std::collections::BTreeSet;

use super::findings::Findings;
use super::survey::Survey;
use crate::contract::is_json;
use crate::document::Node;
use crate::error::Rule;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for place in &survey.places {
        for (media, node) in place.body().iter().flat_map(|body| body.members_of("content")) {
            if is_json(media)
                && let Some(schema) = node.key("schema")
            {
                visit(&schema, &mut seen, findings);
            }
        }
    }
}

fn visit(node: &Node<'_>, seen: &mut BTreeSet<String>, findings: &mut Findings) {
    let node = node.resolved();
    if !seen.insert(node.pointer.clone()) {
        return;
    }
    if node.text("type") == Some("object") && !node.has("additionalProperties") {
        findings.add(&node, Rule::ClosedRequest, "a request's object says `additionalProperties`");
    }
    if node.has("properties") && node.is_true("additionalProperties") {
        findings.add(&node, Rule::ClosedRequest, "a request's object is closed");
    }
    let parts = node.items_of("allOf");
    if parts.len() > 1 {
        findings.add(&node, Rule::ClosedRequest, "`allOf` can not be closed");
    }
    for (_, property) in node.members_of("properties") {
        visit(&property, seen, findings);
    }
    for inner in parts.iter().chain(&node.items_of("oneOf")) {
        visit(inner, seen, findings);
    }
    for name in ["items", "additionalProperties"] {
        if let Some(inner) = node.key(name).filter(|inner| inner.value.is_object()) {
            visit(&inner, seen, findings);
        }
    }
}
