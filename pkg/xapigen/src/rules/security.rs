//! Who may call is said once, and exceptions are explicit.

use super::findings::Findings;
use super::keywords::Kind;
use super::survey::Survey;
use crate::document::Node;
use crate::error::Rule;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let root = survey.document.root();
    match root.key("security") {
        None => findings.add(&root, Rule::Security, "the document declares `security`"),
        Some(choices) => {
            check_choices(&root, &choices, findings);
            let required = choices.items().iter().all(|it| !it.members().is_empty());
            let some = !choices.items().is_empty();
            findings.expect(
                required && some,
                &choices,
                Rule::Security,
                "without more said, an operation needs credentials",
            );
        }
    }
    for operation in survey.all(Kind::Operation) {
        if let Some(choices) = operation.key("security") {
            check_choices(&root, &choices, findings);
        }
    }
    for scheme in survey.all(Kind::SecurityScheme) {
        let bearer = scheme.text("type") == Some("http") && scheme.text("scheme") == Some("bearer");
        findings.expect(bearer, scheme, Rule::Security, "only HTTP bearer tokens are understood");
    }
}

fn check_choices(root: &Node<'_>, choices: &Node<'_>, findings: &mut Findings) {
    findings.expect(choices.value.is_array(), choices, Rule::Security, "must be a list");
    let schemes =
        root.key("components").map(|it| it.members_of("securitySchemes")).unwrap_or_default();
    let mut used = 0;
    for choice in choices.items() {
        findings.expect(choice.value.is_object(), &choice, Rule::Security, "must be an object");
        let members = choice.members();
        findings.expect(members.len() <= 1, &choice, Rule::Security, "one scheme at a time");
        for (name, scopes) in members {
            used += 1;
            let declared = schemes.iter().any(|(scheme, _)| *scheme == name);
            findings.expect(declared, &scopes, Rule::Security, "this scheme is not declared");
            let plain = scopes.value.as_array().is_some_and(Vec::is_empty);
            findings.expect(plain, &scopes, Rule::Security, "bearer tokens have no scopes here");
        }
    }
    let empty = choices.items().len() - used.min(choices.items().len());
    findings.expect(
        used <= 1 && empty <= 1 && (used == 1 || empty == 0),
        choices,
        Rule::Security,
        "must be [], [{scheme}] or [{}, {scheme}]",
    );
}
