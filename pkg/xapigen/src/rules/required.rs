//! In answers nothing is missing: what may be absent is null.

use std::collections::BTreeSet;

use super::bodies::PROBLEM;
use super::findings::Findings;
use super::survey::Survey;
use crate::contract::is_json;
use crate::document::Node;
use crate::error::Rule;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for place in &survey.places {
        for (_, answer) in place.answers() {
            for (media, node) in answer.members_of("content") {
                // Problems follow RFC 9457, where most members may be absent.
                if is_json(media)
                    && media != PROBLEM
                    && let Some(schema) = node.key("schema")
                {
                    visit(&schema, &mut seen, findings);
                }
            }
        }
    }
}

fn visit(node: &Node<'_>, seen: &mut BTreeSet<String>, findings: &mut Findings) {
    let node = node.resolved();
    if !seen.insert(node.pointer.clone()) {
        return;
    }
    let mut properties = Vec::new();
    let mut required = BTreeSet::new();
    flatten(&node, &mut properties, &mut required);
    for (name, property) in &properties {
        if !required.contains(name) {
            findings.add(property, Rule::RequiredInAnswers, "is in answers but not required");
        }
        visit(property, seen, findings);
    }
    for inner in node.items_of("oneOf") {
        visit(&inner, seen, findings);
    }
    for name in ["items", "additionalProperties"] {
        if let Some(inner) = node.key(name).filter(|inner| inner.value.is_object()) {
            visit(&inner, seen, findings);
        }
    }
    if let [single] = node.items_of("allOf").as_slice() {
        visit(single, seen, findings);
    }
}

/// What `allOf` adds up to: one member may require what another declares.
fn flatten<'a>(
    node: &Node<'a>,
    properties: &mut Vec<(&'a str, Node<'a>)>,
    required: &mut BTreeSet<&'a str>,
) {
    properties.extend(node.members_of("properties"));
    required.extend(node.texts("required"));
    let parts = node.items_of("allOf");
    if parts.len() > 1 {
        for part in parts {
            flatten(&part.resolved(), properties, required);
        }
    }
}
