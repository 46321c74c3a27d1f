//! Every operation says what it is called, where it belongs and what it is for.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase as _;

use super::findings::Findings;
use super::survey::Survey;
use super::words::{is_camel, is_kebab};
use crate::contract::Place;
use crate::document::Node;
use crate::error::Rule;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let tags = survey.document.root().items_of("tags");
    for tag in &tags {
        let kebab = tag.text("name").is_some_and(is_kebab);
        findings.expect(kebab, tag, Rule::OperationTag, "tags are named in kebab-case");
    }
    let tags: Vec<_> = tags.iter().filter_map(|tag| tag.text("name")).collect();
    let mut ids = BTreeSet::new();
    for place in &survey.places {
        identity(place, &mut ids, findings);
        tag(&place.node, &tags, findings);
        for name in ["summary", "description"] {
            let said = place.node.text(name).is_some_and(|text| !text.trim().is_empty());
            if !said {
                findings.add(&place.node, Rule::OperationText, format!("has no `{name}`"));
            }
        }
        let shown = examples(place).any(|node| node.has("example") || node.has("examples"));
        findings.expect(shown, &place.node, Rule::OperationExample, "has no example");
        extensions(&place.node, findings);
    }
}

fn identity(place: &Place<'_>, ids: &mut BTreeSet<String>, findings: &mut Findings) {
    let node = &place.node;
    match node.text("operationId") {
        None => findings.add(node, Rule::OperationId, "has no `operationId`"),
        Some(id) if !is_camel(id) => {
            findings.add(node, Rule::OperationId, format!("`{id}` is not in camelCase"));
        }
        Some(id) if !ids.insert(id.to_upper_camel_case()) => {
            findings.add(node, Rule::OperationId, format!("`{id}` is the id of another operation"));
        }
        Some(_) => {}
    }
}

fn tag(node: &Node<'_>, declared: &[&str], findings: &mut Findings) {
    match node.texts("tags").as_slice() {
        [tag] if declared.contains(tag) => {}
        [tag] => findings.add(node, Rule::OperationTag, format!("tag `{tag}` is not declared")),
        _ => findings.add(node, Rule::OperationTag, "has exactly one tag"),
    }
}

/// Where an operation's examples may stand: parameters, body, successes and their headers.
fn examples<'a>(place: &Place<'a>) -> impl Iterator<Item = Node<'a>> {
    let mut nodes = place.parameters();
    let body = place.body();
    nodes.extend(body.iter().flat_map(|body| body.members_of("content")).map(|(_, it)| it));
    for (_, answer) in place.answers().iter().filter(|(status, _)| !status.starts_with(['4', '5']))
    {
        nodes.extend(answer.members_of("content").into_iter().map(|(_, it)| it));
        nodes.extend(answer.members_of("headers").into_iter().map(|(_, it)| it.resolved()));
    }
    nodes.into_iter()
}

fn extensions(node: &Node<'_>, findings: &mut Findings) {
    if let Some(preference) = node.key("x-read-preference") {
        let known = ["nearest", "primary"].iter().any(|it| preference.value == it);
        findings.expect(known, &preference, Rule::Keyword, "must be `nearest` or `primary`");
    }
    for name in ["x-problems", "x-roles"] {
        for word in node.items_of(name) {
            let kebab = word.value.as_str().is_some_and(is_kebab);
            findings.expect(kebab, &word, Rule::Keyword, "must be in kebab-case");
        }
    }
}
