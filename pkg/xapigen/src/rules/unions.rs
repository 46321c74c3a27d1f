//! Unions tell their branches apart by a tag.

use super::findings::Findings;
use super::keywords::Kind;
use super::survey::Survey;
use crate::document::Node;
use crate::error::Rule;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let mut branches = Vec::new();
    for node in survey.all(Kind::Schema).filter(|node| node.has("oneOf")) {
        union(node, findings);
        branches.extend(node.items_of("oneOf"));
    }
    for node in survey.all(Kind::Schema) {
        if node.has("discriminator") && !node.has("oneOf") {
            findings.add(node, Rule::Union, "a discriminator belongs to `oneOf`");
        }
        for user in uses(node) {
            let name = user.schema_name();
            if name.is_some() && branches.iter().any(|branch| branch.schema_name() == name) {
                findings.add(&user, Rule::Union, "a branch is used through its union only");
            }
        }
    }
}

/// References in places that are not the branches of a union.
fn uses<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    let mut uses: Vec<_> =
        node.members_of("properties").into_iter().map(|(_, property)| property).collect();
    uses.extend(node.key("items"));
    uses.extend(node.key("additionalProperties"));
    uses.extend(node.items_of("allOf"));
    uses
}

fn union(node: &Node<'_>, findings: &mut Findings) {
    let named = node.own_schema_name().is_some();
    findings.expect(named, node, Rule::Union, "a union is a named component");

    let branches = node.items_of("oneOf");
    let discriminator = node.key("discriminator");
    let tag = discriminator.as_ref().and_then(|it| it.text("propertyName"));
    let mapping = discriminator.as_ref().map(|it| it.members_of("mapping")).unwrap_or_default();
    let Some(tag) = tag.filter(|_| !mapping.is_empty()) else {
        findings.add(node, Rule::Union, "a union has a discriminator with a mapping");
        return;
    };
    for branch in &branches {
        let values: Vec<_> = mapping
            .iter()
            .filter(|(_, target)| target.value.as_str() == branch.reference())
            .map(|(value, _)| *value)
            .collect();
        if branch.reference().is_none() {
            findings.add(branch, Rule::Union, "branches are references");
        } else if let [value] = values.as_slice() {
            branch_tag(branch, tag, value, findings);
        } else {
            findings.add(branch, Rule::Union, "the mapping must lead here exactly once");
        }
    }
    findings.expect(
        mapping.len() == branches.len(),
        node,
        Rule::Union,
        "the mapping has one entry per branch",
    );
}

fn branch_tag(branch: &Node<'_>, tag: &str, value: &str, findings: &mut Findings) {
    let target = branch.resolved();
    let property = target.key("properties").and_then(|it| it.key(tag));
    let fits = property.is_some_and(|it| it.texts("enum") == [value])
        && target.texts("required").contains(&tag);
    if !fits {
        let message = format!("needs a required `{tag}` whose only value is `{value}`");
        findings.add(&target, Rule::Union, message);
    }
}
