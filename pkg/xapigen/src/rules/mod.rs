//! The rules that a document must keep to. Each module looks after a few of them.

mod answers;
mod bodies;
mod closed;
mod examples;
mod findings;
mod keywords;
mod operations;
mod parameters;
mod patches;
mod paths;
mod patterns;
mod required;
mod schemas;
mod security;
mod survey;
mod unions;
mod words;

use crate::document::Document;
use crate::error::Error;
use findings::Findings;
use survey::Survey;

/// Checks every rule.
pub(crate) fn check(document: &Document) -> Result<(), Error> {
    let mut findings = Findings::default();
    let survey = Survey::of(document, &mut findings);
    // The other rules rely on known keywords and on references that lead somewhere.
    if findings.is_empty() {
        schemas::check(&survey, &mut findings);
        patterns::check(&survey, &mut findings);
        unions::check(&survey, &mut findings);
        security::check(&survey, &mut findings);
        paths::check(&survey, &mut findings);
        operations::check(&survey, &mut findings);
        parameters::check(&survey, &mut findings);
        bodies::check(&survey, &mut findings);
        patches::check(&survey, &mut findings);
        closed::check(&survey, &mut findings);
        answers::check(&survey, &mut findings);
        required::check(&survey, &mut findings);
    }
    // A schema must be sound before values can be held to it.
    if findings.is_empty() {
        examples::check(&survey, &mut findings);
    }
    findings.into_result()
}
