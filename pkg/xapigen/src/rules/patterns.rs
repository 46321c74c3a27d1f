//! Patterns that mean the same to every engine that reads them.

use serde_json::json;

use super::findings::Findings;
use super::keywords::Kind;
use super::survey::Survey;
use crate::error::Rule;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for node in survey.all(Kind::Schema) {
        let Some(pattern) = node.text("pattern") else { continue };
        findings.expect(is_anchored(pattern), node, Rule::Pattern, "must be anchored by ^ and $");
        // The engine without look-around and back references is also the linear one.
        let options =
            jsonschema::options().with_pattern_options(jsonschema::PatternOptions::regex());
        let compiles = options.build(&json!({ "pattern": pattern })).is_ok();
        findings.expect(
            compiles,
            node,
            Rule::Pattern,
            "must compile without look-around and back references",
        );
    }
}

/// Whether both anchors hold for all of it: `^a|b$` is two halves.
fn is_anchored(pattern: &str) -> bool {
    let Some(inner) = pattern.strip_prefix('^').and_then(|rest| rest.strip_suffix('$')) else {
        return false;
    };
    let mut depth = 0_usize;
    let (mut in_class, mut escaped) = (false, false);
    for letter in inner.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth = depth.saturating_sub(1),
            '|' if !in_class && depth == 0 => return false,
            _ => {}
        }
    }
    // A backslash at the end takes the meaning of the anchor away.
    !escaped
}

#[cfg(test)]
mod tests {
    use super::is_anchored;

    #[test]
    fn anchors_hold_for_the_whole_pattern() {
        assert!(is_anchored("^[a-z|]+(?:-a|b)*$"));
        assert!(!is_anchored("^a|b$"));
        assert!(!is_anchored("^a\\$"));
        assert!(!is_anchored("a$"));
    }
}
