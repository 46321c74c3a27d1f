//! What operations answer: one success body, one problem, headers declared.

use super::bodies::PROBLEM;
use super::findings::Findings;
use super::keywords::Kind;
use super::survey::Survey;
use crate::contract::Place;
use crate::document::Node;
use crate::error::Rule;
use crate::names;

const PROBLEM_SCHEMA: &str = "#/components/schemas/Problem";

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for place in &survey.places {
        let answers = place.answers();
        for (status, answer) in &answers {
            one(place, status, answer, findings);
        }
        for range in ["4XX", "5XX"] {
            let declared = answers.iter().any(|(status, _)| *status == range);
            if !declared {
                findings.add(&place.node, Rule::ErrorRanges, format!("does not declare `{range}`"));
            }
        }
        success_bodies(place, &answers, findings);
    }
    for header in survey.all(Kind::Header) {
        let scalar = header.key("schema").is_some_and(|schema| {
            ["string", "integer"].iter().any(|it| schema.resolved().text("type") == Some(it))
        });
        findings.expect(scalar, header, Rule::AnswerHeaders, "a header is a text or an integer");
    }
}

fn one(place: &Place<'_>, status: &str, answer: &Node<'_>, findings: &mut Findings) {
    let node = &place.node;
    if status == "default" {
        return findings.add(node, Rule::NoDefaultAnswer, "has a `default` answer");
    }
    let code = match status {
        "4XX" => 400,
        "5XX" => 500,
        _ => status.parse::<u16>().unwrap_or_default(),
    };
    if (400..600).contains(&code) {
        return problem(answer, findings);
    }
    if names::status(code).is_none() {
        return findings.add(node, Rule::Status, format!("status `{status}` is not understood"));
    }
    let content = answer.members_of("content");
    let bare = code == 204 || code >= 300;
    findings.expect(
        content.is_empty() || !bare,
        answer,
        Rule::AnswerHeaders,
        "204, 304 and redirects have no content",
    );
    let problem = content.iter().any(|(media, _)| *media == PROBLEM);
    findings.expect(!problem, answer, Rule::MediaType, "a success is no problem");
    if code >= 300 && code != 304 {
        let headers = answer.members_of("headers");
        let location = headers.iter().any(|(name, header)| {
            name.eq_ignore_ascii_case("Location") && header.resolved().is_true("required")
        });
        findings.expect(
            location,
            answer,
            Rule::AnswerHeaders,
            "a redirect declares `Location` as required",
        );
    }
}

fn problem(answer: &Node<'_>, findings: &mut Findings) {
    let content = answer.members_of("content");
    let fits = match content.as_slice() {
        [(media, node)] => {
            let schema = node.key("schema");
            *media == PROBLEM && schema.and_then(|it| it.reference()) == Some(PROBLEM_SCHEMA)
        }
        _ => false,
    };
    findings.expect(
        fits,
        answer,
        Rule::OneProblem,
        "an error is the schema `Problem` as application/problem+json",
    );
}

/// One body for all 2xx, or none for all.
fn success_bodies(place: &Place<'_>, answers: &[(&str, Node<'_>)], findings: &mut Findings) {
    let bodies: Vec<_> = answers
        .iter()
        .filter(|(status, _)| status.starts_with('2'))
        .map(|(_, answer)| {
            let content = answer.members_of("content").into_iter().next();
            content.map(|(media, node)| (media, node.key("schema").map(|it| it.value.clone())))
        })
        .collect();
    let succeeds = answers.iter().any(|(status, _)| status.starts_with(['2', '3']));
    findings.expect(succeeds, &place.node, Rule::Status, "declares a success");
    let same = bodies.windows(2).all(|pair| pair[0] == pair[1]);
    findings.expect(same, &place.node, Rule::OneSuccessBody, "has different bodies for its 2xx");
}
