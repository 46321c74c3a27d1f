//! The schemas of events as they lie in a folder.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};
use serde_json::Value;

const SUFFIX: &str = ".schema.json";
const ENVELOPE: &str = "envelope";

/// Every schema of a folder, by name.
pub(super) struct Schemas {
    envelope: Schema,
    events: Vec<Schema>,
}

/// One schema.
#[derive(Debug, Clone)]
pub(super) struct Schema {
    /// The type of the event: the name of the file without its ending.
    pub(super) name: String,
    /// The document.
    pub(super) document: Value,
    text: String,
}

/// A member of an object that a schema describes.
pub(super) struct Member<'a> {
    pub(super) name: &'a str,
    pub(super) is_required: bool,
    pub(super) schema: &'a Value,
}

impl Schemas {
    /// Reads a folder. It needs an envelope.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut all = Vec::new();
        for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let Some(name) = file.strip_suffix(SUFFIX) else { continue };
            let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            all.push(Schema::parse(name, text)?);
        }
        all.sort_by(|one, other| one.name.cmp(&other.name));
        let at = all.iter().position(|schema| schema.name == ENVELOPE);
        let at = at.with_context(|| format!("{} has no envelope", folder.display()))?;
        Ok(Self { envelope: all.remove(at), events: all })
    }

    /// What every event has.
    pub(super) fn envelope(&self) -> &Schema {
        &self.envelope
    }

    /// The types of events, by name.
    pub(super) fn events(&self) -> &[Schema] {
        &self.events
    }

    /// Names and texts of the files.
    pub(super) fn files(&self) -> impl Iterator<Item = (String, &str)> {
        let all = std::iter::once(&self.envelope).chain(&self.events);
        all.map(|schema| (format!("{}{SUFFIX}", schema.name), schema.text.as_str()))
    }
}

impl Schema {
    /// Reads one schema, of an object.
    pub(super) fn parse(name: &str, text: String) -> anyhow::Result<Self> {
        let document: Value = serde_json::from_str(&text).with_context(|| name.to_owned())?;
        ensure!(document["type"] == "object", "{name} does not describe an object");
        Ok(Self { name: name.to_owned(), document, text })
    }

    pub(super) fn title(&self) -> &str {
        self.document["title"].as_str().unwrap_or_default()
    }

    pub(super) fn description(&self) -> &str {
        self.document["description"].as_str().unwrap_or_default()
    }

    /// The members, those that are always there first, each group by name.
    pub(super) fn members(&self) -> Vec<Member<'_>> {
        let required = self.document["required"].as_array();
        let is_required =
            |name: &str| required.is_some_and(|all| all.iter().any(|it| it.as_str() == Some(name)));
        let properties = self.document["properties"].as_object();
        let mut members: Vec<_> = properties
            .into_iter()
            .flatten()
            .map(|(name, schema)| Member { name, is_required: is_required(name), schema })
            .collect();
        members.sort_by_key(|member| (!member.is_required, member.name));
        members
    }
}

impl Member<'_> {
    pub(super) fn description(&self) -> &str {
        self.schema["description"].as_str().unwrap_or_default()
    }

    /// Its type in words: `uuid`, `integer or null`, `list of string`.
    pub(super) fn kind(&self) -> String {
        kind(self.schema)
    }
}

fn kind(schema: &Value) -> String {
    if let Some(words) = schema["enum"].as_array() {
        let words = words.iter().filter_map(Value::as_str).map(|word| format!("`{word}`"));
        return words.collect::<Vec<_>>().join(", ");
    }
    let one = |word: &str| match (word, schema["format"].as_str()) {
        ("array", _) => format!("list of {}", kind(&schema["items"])),
        ("string", Some(format)) => format.to_owned(),
        (word, _) => word.to_owned(),
    };
    match &schema["type"] {
        Value::String(word) => one(word),
        Value::Array(words) => {
            let words = words.iter().filter_map(Value::as_str).map(one);
            words.collect::<Vec<_>>().join(" or ")
        }
        _ => "anything".to_owned(),
    }
}
