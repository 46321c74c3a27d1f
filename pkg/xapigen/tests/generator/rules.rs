//! Each rule, broken once or more: the pointer and the rule must be named.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use xapigen::{Error, Finding, Rule, check};

use crate::edit::edited;

/// A change of the sample, the rule that it breaks, and where that must be reported.
struct Case {
    rule: String,
    at: String,
    set: Map<String, Value>,
}

fn cases() -> Vec<Case> {
    let table: Value = serde_yaml::from_str(include_str!("../documents/broken.yaml")).unwrap();
    let text = |case: &Value, name: &str| case[name].as_str().unwrap().to_owned();
    let case = |case: &Value| Case {
        rule: text(case, "rule"),
        at: text(case, "at"),
        set: case["set"].as_object().unwrap().clone(),
    };
    table.as_array().unwrap().iter().map(case).collect()
}

fn findings(set: &Map<String, Value>) -> Vec<Finding> {
    match check(&edited(set)) {
        Err(Error::Broken(findings)) => findings,
        Err(other) => panic!("{other}"),
        Ok(()) => Vec::new(),
    }
}

#[test]
fn each_broken_rule_is_named_with_its_place() {
    for Case { rule, at, set } in cases() {
        let found = findings(&set);
        let named = found.iter().any(|it| it.rule.name() == rule && it.pointer == at);
        assert!(named, "{rule} at #{at} by {set:?} is not among {found:#?}");
    }
}

#[test]
fn every_rule_has_a_bad_document() {
    let broken: BTreeSet<_> = cases().into_iter().map(|case| case.rule).collect();
    let missing: Vec<_> = Rule::ALL.iter().filter(|rule| !broken.contains(rule.name())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let set = json!({
        "/paths/~1v1~1courses/post/summary": null,
        "/components/schemas/Hundredths/maximum": null,
    });
    let findings = findings(set.as_object().unwrap());
    let rules: Vec<_> = findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, [Rule::Integer, Rule::OperationText]);
}

#[test]
fn the_error_reads_well() {
    let set = json!({ "/paths/~1v1~1courses/post/summary": null });
    let error = check(&edited(set.as_object().unwrap())).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the document breaks 1 rule(s)\n  \
         #/paths/~1v1~1courses/post: has no `summary` [operation-text]"
    );
}

#[test]
fn a_document_that_is_no_yaml_is_told_apart() {
    assert!(matches!(check("a: [").unwrap_err(), Error::Syntax(_)));
    assert!(matches!(check("a: 1\na: 2").unwrap_err(), Error::Syntax(_)));
}
