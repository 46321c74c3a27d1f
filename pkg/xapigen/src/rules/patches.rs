//! Merge patches: the one kind of body where null and absent differ.

use super::bodies::MERGE_PATCH;
use super::findings::Findings;
use super::survey::Survey;
use crate::document::Node;
use crate::error::Rule;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let mut patches: Vec<&str> = Vec::new();
    for place in &survey.places {
        for (media, node) in place.body().iter().flat_map(|body| body.members_of("content")) {
            let patch = media == MERGE_PATCH;
            findings.expect(
                patch == (place.method == "patch"),
                &node,
                Rule::MediaType,
                "PATCH takes a merge patch, and nothing else does",
            );
            if patch && let Some(schema) = node.key("schema") {
                patches.extend(schema.schema_name());
            }
        }
    }
    for (name, node) in survey.document.schemas() {
        let named = name.ends_with("Patch");
        let used = patches.contains(&name);
        findings.expect(named || !used, &node, Rule::Patch, "a merge patch is named `…Patch`");
        findings.expect(
            used || !named,
            &node,
            Rule::Patch,
            "only merge patches are named `…Patch`",
        );
        if used {
            flat(&node, findings);
        }
    }
}

fn flat(node: &Node<'_>, findings: &mut Findings) {
    let mut broken = |node: &Node<'_>, message: &str| findings.add(node, Rule::Patch, message);
    if node.text("type") != Some("object") {
        return broken(node, "a merge patch is a plain object");
    }
    if node.value.get("additionalProperties") != Some(&false.into()) {
        broken(node, "a merge patch is closed: `additionalProperties: false`");
    }
    if node.value.get("minProperties") != Some(&1.into()) {
        broken(node, "a merge patch changes something: `minProperties: 1`");
    }
    if node.has("required") {
        broken(node, "nothing is required in a merge patch");
    }
    for (_, property) in node.members_of("properties") {
        let target = unwrapped(&property);
        if property.has("default") || target.has("default") {
            broken(&property, "absent means unchanged, so there is no default");
        }
        if !target.has("type") || (target.text("type") == Some("object") && !is_whole(&target)) {
            broken(
                &property,
                "a merge patch is flat: a nested object is closed, with all members required and none nullable",
            );
        }
    }
}

/// The schema itself, without the wrapper that makes a reference nullable.
fn unwrapped<'a>(property: &Node<'a>) -> Node<'a> {
    match property.items_of("allOf").as_slice() {
        [single] => single.resolved(),
        _ => property.resolved(),
    }
}

/// Merging such an object is the same as replacing it, because it can only be given as a whole.
fn is_whole(node: &Node<'_>) -> bool {
    let required = node.texts("required");
    node.value.get("additionalProperties") == Some(&false.into())
        && node
            .members_of("properties")
            .iter()
            .all(|(name, property)| required.contains(name) && !property.is_true("nullable"))
}
