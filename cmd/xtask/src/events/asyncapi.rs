//! The same for machines, as an `AsyncAPI` document.

use anyhow::{Context as _, ensure};
use serde_json::{Map, Value, json};

use super::schema::{Schema, Schemas};

/// The topics, and what is told there.
pub(super) const TOPICS: [(&str, &str); 2] = [
    ("courses.catalogue", "Courses, runs, subjects, instructors and publication requests."),
    ("courses.identity", "Accounts, sessions, API keys and roles."),
];

/// Which kinds of things are told of in which topic.
const KINDS: [(&str, &str); 9] = [
    ("course", "courses.catalogue"),
    ("run", "courses.catalogue"),
    ("subject", "courses.catalogue"),
    ("instructor", "courses.catalogue"),
    ("publication", "courses.catalogue"),
    ("account", "courses.identity"),
    ("session", "courses.identity"),
    ("api_key", "courses.identity"),
    ("role", "courses.identity"),
];

/// The topic that a type of event goes to.
pub(super) fn topic_of(event: &str) -> Option<&'static str> {
    let kind = event.split('.').next()?;
    KINDS.iter().find(|(known, _)| *known == kind).map(|(_, topic)| *topic)
}

/// The document as JSON, with a line break at its end.
pub(super) fn render(schemas: &Schemas) -> anyhow::Result<String> {
    let mut channels = Map::new();
    let mut operations = Map::new();
    for (topic, about) in TOPICS {
        let reference = |name: &str| json!({ "$ref": format!("#/components/messages/{name}") });
        let events = schemas.events().iter().filter(|event| topic_of(&event.name) == Some(topic));
        let messages: Map<String, Value> =
            events.map(|event| (event.name.clone(), reference(&event.name))).collect();
        let name = topic.replace('.', "_");
        operations.insert(
            format!("send_{name}"),
            json!({ "action": "send", "channel": { "$ref": format!("#/channels/{name}") } }),
        );
        channels
            .insert(name, json!({ "address": topic, "description": about, "messages": messages }));
    }
    let mut messages = Map::new();
    for event in schemas.events() {
        ensure!(topic_of(&event.name).is_some(), "{} goes to no topic", event.name);
        messages.insert(event.name.clone(), message(event));
    }
    let document = json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Courses",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What happens in the school, in the order of each subject, at least once.",
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": messages,
            "schemas": { "envelope": bare(&schemas.envelope().document) },
        },
    });
    let text = serde_json::to_string_pretty(&document).context("the document")?;
    Ok(text + "\n")
}

/// An event in its envelope.
fn message(event: &Schema) -> Value {
    let own = json!({
        "properties": { "type": { "const": event.name }, "data": bare(&event.document) },
    });
    json!({
        "name": event.name,
        "title": event.title(),
        "summary": event.description(),
        "payload": { "allOf": [{ "$ref": "#/components/schemas/envelope" }, own] },
    })
}

/// A schema inside another one: without its own name and dialect.
fn bare(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(members) = schema.as_object_mut() {
        members.retain(|name, _| !["$id", "$schema", "examples"].contains(&name.as_str()));
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_thing_has_its_topic() {
        assert_eq!(topic_of("course.published.v2"), Some("courses.catalogue"));
        assert_eq!(topic_of("api_key.created"), Some("courses.identity"));
        assert_eq!(topic_of("weather.changed"), None);
    }

    #[test]
    fn every_topic_is_described() {
        for (kind, topic) in KINDS {
            assert!(TOPICS.iter().any(|(known, _)| *known == topic), "{kind}");
        }
    }
}
