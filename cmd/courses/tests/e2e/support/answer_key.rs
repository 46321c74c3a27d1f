//! What is right in a quiz: in the drafts of lessons for those who write them, and nowhere else.

use serde_json::Value;

/// Stands in the explanations of quizzes of these tests, and nowhere else.
pub(crate) const ANSWER_KEY: &str = "answerkeycanary";

/// The members of the contract that say what is right.
const MEMBERS: [&str; 2] = ["correct", "explanation"];

/// Fails if an answer tells what is right in a quiz, unless it is an answer of the draft of a
/// lesson to somebody who was let in, or the contract, which has examples.
pub(crate) fn assert_keyless(url: &str, status: u16, text: &str) {
    let of_a_draft = url.contains("/draft/lessons") && (200..300).contains(&status);
    if !of_a_draft && !url.ends_with("/openapi.json") {
        assert!(!tells_key(text), "{url} tells what is right in a quiz: {text}");
    }
}

fn tells_key(text: &str) -> bool {
    text.contains(ANSWER_KEY) || serde_json::from_str(text).is_ok_and(|body| has_member(&body))
}

fn has_member(value: &Value) -> bool {
    match value {
        Value::Object(members) => {
            members.iter().any(|(name, it)| MEMBERS.contains(&name.as_str()) || has_member(it))
        }
        Value::Array(items) => items.iter().any(has_member),
        _ => false,
    }
}

#[test]
fn an_answer_that_tells_what_is_right_is_found() {
    let leaks = [
        r#"{"content":{"questions":[{"id":"q","correct":["b"]}]}}"#,
        r#"{"items":[{"explanation":null}]}"#,
        "anything with answerkeycanary in it",
        r#"{"errors":[{"pointer":"/x","detail":"answerkeycanary"}]}"#,
    ];
    for leak in leaks {
        for (url, status) in [("/v1/lessons/1", 200), ("/v1/courses/1/draft/lessons/2", 404)] {
            let told = std::panic::catch_unwind(|| assert_keyless(url, status, leak));
            assert!(told.is_err(), "{url} {status} {leak}");
        }
        assert_keyless("/v1/courses/1/draft/lessons/2", 200, leak);
    }
    let refusal = r#"{"errors":[{"pointer":"/content/questions/0/correct","code":"required"}]}"#;
    for clean in [refusal, r#"{"questions":[{"id":"correct"}]}"#, "not JSON: correct", ""] {
        assert_keyless("/v1/lessons/1", 200, clean);
    }
}
