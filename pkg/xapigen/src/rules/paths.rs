//! Paths are versioned, spelled alike, and agree with their parameters.

use std::collections::BTreeMap;

use super::findings::Findings;
use super::survey::Survey;
use super::words::{is_kebab, is_snake};
use crate::contract::Place;
use crate::document::Node;
use crate::error::Rule;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let mut shapes: BTreeMap<String, &str> = BTreeMap::new();
    for (path, node) in survey.document.root().members_of("paths") {
        findings.expect(is_named_well(path), &node, Rule::PathName, "is /v1 and kebab-case names");
        if let Some(twin) = shapes.insert(shape(path), path) {
            findings.add(&node, Rule::PathName, format!("can not be told apart from {twin}"));
        }
    }
    for place in &survey.places {
        parameters(place, findings);
    }
}

/// `/v1/…`, something under `/.well-known`, or one name: `/livez`, `/openapi.json`.
fn is_named_well(path: &str) -> bool {
    let Some(path) = path.strip_prefix('/') else { return false };
    let segments: Vec<_> = path.split('/').collect();
    let named = segments.iter().all(|segment| {
        let name = segment.strip_prefix('.').unwrap_or(segment);
        match name.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
            Some(parameter) => is_snake(parameter),
            None => name.split('.').all(is_kebab),
        }
    });
    named && (["v1", ".well-known"].contains(&segments[0]) || segments.len() == 1)
}

fn shape(path: &str) -> String {
    let segments = path.split('/').map(|it| if it.starts_with('{') { "{}" } else { it });
    segments.collect::<Vec<_>>().join("/")
}

fn parameters(place: &Place<'_>, findings: &mut Findings) {
    let template: Vec<_> =
        place.path.split('/').filter_map(|it| it.strip_prefix('{')?.strip_suffix('}')).collect();
    let declared = place.parameters();
    let in_path = |node: &&Node<'_>| node.text("in") == Some("path");
    for parameter in declared.iter().filter(in_path) {
        let name = parameter.text("name").unwrap_or_default();
        if !template.contains(&name) {
            let message = format!("`{name}` is not in the path {}", place.path);
            findings.add(&place.node, Rule::PathParameter, message);
        }
        let required = parameter.is_true("required");
        findings.expect(required, parameter, Rule::PathParameter, "must be `required: true`");
    }
    for name in template {
        if !declared.iter().filter(in_path).any(|it| it.text("name") == Some(name)) {
            let message = format!("path parameter `{name}` is not declared");
            findings.add(&place.node, Rule::PathParameter, message);
        }
    }
}
