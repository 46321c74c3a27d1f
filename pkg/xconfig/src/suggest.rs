//! What an operator may have meant by a key that does not exist.

use crate::{
    path::{Spelling, Stray},
    schema::{FILE_SUFFIX, Node},
};

/// Most keys that are listed when nothing comes close.
const MOST_LISTED: usize = 8;

/// What to do about a stray key: the setting that was meant, or the ones there are.
pub(crate) fn fix(root: &Node, stray: &Stray<'_>, written: &str, spelling: Spelling<'_>) -> String {
    let known: Vec<String> = known(root).iter().map(|key| spelling.spell(key)).collect();
    if let Some(meant) = closest(written, &known) {
        return format!("did you mean `{meant}`?");
    }
    let names: Vec<_> =
        stray.section.fields().into_iter().flatten().map(|(name, _)| name).collect();
    if names.is_empty() {
        return format!("remove it: the key before it takes {}", stray.section.expected());
    }
    let listed: Vec<_> = names.iter().take(MOST_LISTED).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > MOST_LISTED { ", …" } else { "" };
    format!("known here: {}{more}", listed.join(", "))
}

/// Every dotted key, with the `_file` form of secrets.
fn known(root: &Node) -> Vec<String> {
    let mut known = Vec::new();
    for (key, node) in root.keys() {
        if node.is_secret() {
            known.push(format!("{key}{FILE_SUFFIX}"));
        }
        known.push(key);
    }
    known
}

/// The known key that differs by a slip of the finger, or the only one of the same last name.
fn closest<'a>(written: &str, known: &'a [String]) -> Option<&'a str> {
    let tolerated = (written.chars().count() / 5).clamp(1, 4);
    let nearest = known
        .iter()
        .map(|key| (strsim::osa_distance(written, key), key))
        .min_by_key(|(distance, _)| *distance);
    if let Some((distance, key)) = nearest
        && distance <= tolerated
    {
        return Some(key);
    }
    let mut namesakes = known.iter().filter(|key| last(key) == last(written));
    namesakes.next().filter(|_| namesakes.next().is_none()).map(String::as_str)
}

/// The last part of a key in either spelling.
fn last(key: &str) -> &str {
    let dotted = key.rsplit('.').next().unwrap_or(key);
    dotted.rsplit("__").next().unwrap_or(dotted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<String> {
        ["http.listen", "http.max_body", "ops.listen_on", "APP_HTTP__LISTEN"]
            .map(str::to_owned)
            .to_vec()
    }

    #[test]
    fn a_slip_is_understood() {
        assert_eq!(closest("http.lisen", &known()), Some("http.listen"));
        assert_eq!(closest("APP_HTTP_LISTEN", &known()), Some("APP_HTTP__LISTEN"));
    }

    #[test]
    fn a_key_in_the_wrong_section_is_found_by_its_name() {
        assert_eq!(closest("max_body", &known()), Some("http.max_body"));
    }

    #[test]
    fn nothing_is_guessed_from_far_away() {
        assert_eq!(closest("kafka.brokers", &known()), None);
    }
}
