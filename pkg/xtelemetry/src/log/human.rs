//! A line for eyes: short, and never more than one line, whatever a value contains.

use std::fmt::Write;

use serde_json::Value;
use tracing::Level;

use super::line::Line;

/// Digits of a trace id that are enough to find it on one screen.
const SHORT_TRACE: usize = 8;

/// The line as text, without a line break.
pub(crate) fn render(line: &Line<'_>, colour: bool) -> String {
    let mut text = String::with_capacity(160);
    let time = line.timestamp.get(11..23).unwrap_or(&line.timestamp);
    paint(&mut text, colour, "2", time);
    text.push(' ');
    paint(&mut text, colour, shade(line.level), name(line.level));
    text.push(' ');
    paint(&mut text, colour, "2", line.target);
    text.push_str(": ");
    escape(&mut text, &line.message);
    for (key, value) in &line.fields {
        pair(&mut text, colour, key, value);
    }
    if let Some(id) = &line.request_id {
        pair(&mut text, colour, "request", id);
    }
    if let Some(ids) = &line.trace {
        let short = ids.trace.get(..SHORT_TRACE).unwrap_or(&ids.trace);
        pair(&mut text, colour, "trace", &Value::from(short));
    }
    text
}

fn pair(text: &mut String, colour: bool, key: &str, value: &Value) {
    text.push(' ');
    paint(text, colour, "2", key);
    text.push('=');
    match value {
        Value::String(word) if is_plain(word) => text.push_str(word),
        Value::String(words) => {
            text.push('"');
            escape(text, words);
            text.push('"');
        }
        // Writing to a string does not fail.
        other => drop(write!(text, "{other}")),
    }
}

fn is_plain(word: &str) -> bool {
    !word.is_empty()
        && !word.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '='))
}

/// Keeps control characters out: they could forge lines or steer the terminal.
fn escape(text: &mut String, raw: &str) {
    for c in raw.chars() {
        if c.is_control() {
            text.extend(c.escape_default());
        } else {
            text.push(c);
        }
    }
}

fn paint(text: &mut String, colour: bool, code: &str, words: &str) {
    if colour {
        // Writing to a string does not fail.
        let _ = write!(text, "\x1b[{code}m{words}\x1b[0m");
    } else {
        text.push_str(words);
    }
}

fn name(level: Level) -> &'static str {
    match level {
        Level::ERROR => "ERROR",
        Level::WARN => " WARN",
        Level::INFO => " INFO",
        Level::DEBUG => "DEBUG",
        Level::TRACE => "TRACE",
    }
}

fn shade(level: Level) -> &'static str {
    match level {
        Level::ERROR => "31",
        Level::WARN => "33",
        Level::INFO => "32",
        Level::DEBUG => "34",
        Level::TRACE => "35",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::super::line::TraceIds;
    use super::*;

    fn a_line(message: &str, fields: Value) -> Line<'static> {
        let Value::Object(fields) = fields else {
            panic!("fields are an object");
        };
        Line {
            timestamp: "2026-11-21T10:00:00.123456Z".to_owned(),
            level: Level::WARN,
            target: "courses",
            message: message.to_owned(),
            request_id: Some(json!("r-1")),
            trace: Some(TraceIds {
                trace: "4bf92f3577b34da6a3ce929d0e0e4736".to_owned(),
                span: "00f067aa0ba902b7".to_owned(),
            }),
            span: Some("request"),
            fields,
            context: Map::new(),
        }
    }

    #[test]
    fn a_line_is_short_and_has_the_ids() {
        let line = a_line("slow answer", json!({ "took_ms": 12, "who": "a b" }));

        assert_eq!(
            render(&line, false),
            "10:00:00.123  WARN courses: slow answer took_ms=12 who=\"a b\" request=r-1 trace=4bf92f35"
        );
    }

    #[test]
    fn a_value_cannot_forge_a_line_or_steer_the_terminal() {
        let line = a_line("x\nERROR forged", json!({ "agent": "a\r\x1b[2J" }));

        let text = render(&line, false);
        assert!(!text.chars().any(char::is_control), "{text}");
        assert!(text.contains("x\\nERROR forged"), "{text}");
    }

    #[test]
    fn colours_appear_only_when_wanted() {
        let line = a_line("hello", json!({}));

        assert!(render(&line, true).contains("\x1b[33m WARN\x1b[0m"));
        assert!(!render(&line, false).contains('\x1b'));
    }
}
