//! One media type per body, named schemas, and raw bytes that say so.

use super::findings::Findings;
use super::keywords::Kind;
use super::survey::Survey;
use crate::document::Node;
use crate::error::Rule;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for body in survey.all(Kind::Body) {
        let required = body.is_true("required");
        findings.expect(required, body, Rule::Shape, "a request body is `required: true`");
        let content = body.members_of("content");
        findings.expect(content.len() == 1, body, Rule::MediaType, "has exactly one media type");
        for (media, node) in content {
            let known = ["application/json", MERGE_PATCH].contains(&media) || is_raw(media);
            findings.expect(known, &node, Rule::MediaType, "this media type is not understood");
            schema(media, &node, findings);
        }
    }
    for answer in survey.all(Kind::Answer) {
        let content = answer.members_of("content");
        findings.expect(content.len() <= 1, answer, Rule::MediaType, "has at most one media type");
        for (media, node) in content {
            let known = ["application/json", PROBLEM].contains(&media) || is_raw(media);
            findings.expect(known, &node, Rule::MediaType, "this media type is not understood");
            schema(media, &node, findings);
        }
    }
}

pub(super) const MERGE_PATCH: &str = "application/merge-patch+json";
pub(super) const PROBLEM: &str = "application/problem+json";

/// Bytes that the generator passes through.
fn is_raw(media: &str) -> bool {
    media == "application/octet-stream"
        || media.strip_prefix("text/").is_some_and(|kind| {
            !kind.is_empty()
                && kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
        })
}

fn schema(media: &str, node: &Node<'_>, findings: &mut Findings) {
    let Some(schema) = node.key("schema") else {
        return findings.add(node, Rule::NamedBody, "has no `schema`");
    };
    if is_raw(media) {
        let target = schema.resolved();
        let binary =
            target.text("type") == Some("string") && target.text("format") == Some("binary");
        findings.expect(
            binary,
            &schema,
            Rule::BinaryBody,
            "must be {type: string, format: binary}",
        );
    } else {
        let named = schema.reference().is_some();
        findings.expect(named, &schema, Rule::NamedBody, "must be a reference to a schema");
    }
}
