//! Values as they come: a text, a number, an object with a name, or a list of those.

use courses_domain::shared::TextError;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde_json::Value;

use crate::json_ld::graph::Node;
use crate::text::{lines, one_line};

/// Every value of a member: one, several or none.
pub(super) fn values<'a>(node: &'a Node, member: &str) -> impl Iterator<Item = &'a Value> {
    let value = node.get(member);
    let (one, many) = match value {
        Some(Value::Array(items)) => (None, items.as_slice()),
        other => (other, &[][..]),
    };
    one.into_iter().chain(many)
}

/// The first text of a member, on one line.
pub(super) fn line(node: &Node, member: &str) -> Option<String> {
    let mut texts = values(node, member).filter_map(text).map(|raw| one_line(&raw));
    texts.find(|text| !text.is_empty())
}

/// The first text of a member with its line breaks.
pub(super) fn long_text(node: &Node, member: &str) -> Option<String> {
    let mut texts = values(node, member).filter_map(text).map(|raw| lines(&raw));
    texts.find(|text| !text.is_empty())
}

/// A text, a number as text, or what an object says of itself.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(node) => {
            ["@value", "name", "value", "termCode"].into_iter().find_map(|member| {
                match node.get(member) {
                    Some(Value::String(text)) => Some(text.clone()),
                    Some(Value::Number(number)) => Some(number.to_string()),
                    _ => None,
                }
            })
        }
        _ => None,
    }
}

/// The value of a text that may be missing; one that is too long is cut between words.
pub(super) fn clipped<T>(
    text: Option<String>,
    max_chars: usize,
    parse: impl FnOnce(&str) -> Result<T, TextError>,
) -> Option<T> {
    let text = text?;
    let end = text.char_indices().nth(max_chars).map_or(text.len(), |(at, _)| at);
    let (cut, rest) = text.split_at(end);
    // With nothing behind it, or a space, the last word is whole.
    let is_whole = rest.chars().next().is_none_or(char::is_whitespace);
    let between = cut.rsplit_once(char::is_whitespace).filter(|_| !is_whole);
    let cut = between.map_or(cut, |(head, _)| head);
    parse(cut).ok()
}

/// A moment: with its offset, or a day, which begins at midnight UTC.
pub(super) fn moment(node: &Node, member: &str) -> Option<Timestamp> {
    let text = line(node, member)?;
    let day = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok();
    text.parse::<Timestamp>().ok().or_else(|| day().as_ref().map(Zoned::timestamp))
}

#[cfg(test)]
mod tests {
    use courses_domain::catalogue::Summary;
    use serde_json::json;

    use super::*;

    fn node(value: &Value) -> Node {
        json!({ "m": value }).as_object().unwrap().clone()
    }

    #[test]
    fn a_text_comes_in_many_forms() {
        for (value, text) in [
            (json!(" a &amp;\n b "), Some("a & b")),
            (json!(["", null, "second"]), Some("second")),
            (json!({ "@value": "x", "@language": "en" }), Some("x")),
            (json!({ "@type": "Thing", "name": "y" }), Some("y")),
            (json!(3.5), Some("3.5")),
            (json!({ "url": "z" }), None),
            (json!(true), None),
            (json!(null), None),
        ] {
            assert_eq!(line(&node(&value), "m").as_deref(), text, "{value}");
        }
        assert_eq!(long_text(&node(&json!("a\n\n b")), "m").as_deref(), Some("a\n\nb"));
    }

    #[test]
    fn a_moment_is_a_time_or_a_day() {
        let of = |text: &str| moment(&node(&json!(text)), "m").map(|it| it.to_string());
        assert_eq!(of("2026-09-01"), Some("2026-09-01T00:00:00Z".to_owned()));
        assert_eq!(of("2026-09-01T10:00:00+02:00"), Some("2026-09-01T08:00:00Z".to_owned()));
        for bad in ["", "soon", "2026-13-01", "2026-09-01T25:00:00Z"] {
            assert_eq!(of(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        let clip = |text: &str| clipped(Some(text.to_owned()), 7, Summary::parse);
        assert_eq!(clip("one two three").unwrap().as_str(), "one two");
        assert_eq!(clip("äöü äöüß").unwrap().as_str(), "äöü");
        assert_eq!(clip("onetwothree").unwrap().as_str(), "onetwot");
        assert_eq!(clip(" "), None);
    }
}
