//! The page for those who consume events.

use std::fmt::Write as _;

use super::asyncapi::{TOPICS, topic_of};
use super::schema::{Schema, Schemas};

const BEGINNING: &str = "\
# Events

<!-- Made by `cargo xtask events --write` from `api/events`; changes here are lost. -->

What happened in the school, for programs that follow it. An event becomes true together with the
change that it tells of, in the same commit, and stands in the log of the store soon after. It is told
at least once, so consumers remember the ids they have dealt with; the events of one subject come in
the order of their `sequence`, which has no gaps.

The schemas lie in [`api/events`](../api/events), and [`api/asyncapi.json`](../api/asyncapi.json) has
all of it for machines. A type only ever gets optional members: consumers pass over members that they
do not know. Anything else is a new type, such as `course.published.v2`. There is no personal data in
events, only ids.

## What every event has

";

/// The page as Markdown.
pub(super) fn render(schemas: &Schemas) -> String {
    let mut text = BEGINNING.to_owned();
    members(&mut text, schemas.envelope());
    for (topic, about) in TOPICS {
        let events = schemas.events().iter().filter(|event| topic_of(&event.name) == Some(topic));
        let events: Vec<&Schema> = events.collect();
        if events.is_empty() {
            continue;
        }
        let _ = write!(text, "\n## `{topic}`\n\n{about}\n");
        for event in events {
            let _ = write!(
                text,
                "\n### `{}`\n\n{}. {}\n\n",
                event.name,
                event.title(),
                event.description()
            );
            members(&mut text, event);
        }
    }
    text
}

/// A table of the members.
fn members(text: &mut String, schema: &Schema) {
    text.push_str("| Member | Type | |\n|---|---|---|\n");
    for member in schema.members() {
        let optional = if member.is_required { "" } else { " (optional)" };
        let _ = writeln!(
            text,
            "| `{}` | {}{optional} | {} |",
            member.name,
            member.kind(),
            member.description()
        );
    }
}
