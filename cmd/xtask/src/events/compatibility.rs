//! What consumers of released events may rely on: a type stays, its members stay as they are, and
//! new members are optional. Anything else is another type.

use serde_json::{Map, Value};

use super::schema::{Schema, Schemas};

/// Everything that breaks somebody who was written for the released schemas.
pub(super) fn breaks(released: &Schemas, present: &Schemas) -> Vec<String> {
    let mut all = between(released.envelope(), present.envelope());
    for old in released.events() {
        match present.events().iter().find(|new| new.name == old.name) {
            Some(new) => all.extend(between(old, new)),
            None => all.push(format!("{}: the type is gone", old.name)),
        }
    }
    all
}

fn between(old: &Schema, new: &Schema) -> Vec<String> {
    let mut all = Vec::new();
    objects(&old.name, &old.document, &new.document, &mut all);
    all
}

/// Compares two schemas of the same place.
fn objects(place: &str, old: &Value, new: &Value, all: &mut Vec<String>) {
    let (Some(old), Some(new)) = (old.as_object(), new.as_object()) else {
        if old != new {
            all.push(format!("{place} is described in another way"));
        }
        return;
    };
    if names(old, "required") != names(new, "required") {
        all.push(format!("{place}: other members are required"));
    }
    let rules = |schema: &Map<String, Value>| -> Map<String, Value> {
        let is_rule = |name: &str| {
            !["$id", "$schema", "title", "description", "examples"].contains(&name)
                && !["required", "properties", "items"].contains(&name)
        };
        schema.clone().into_iter().filter(|(name, _)| is_rule(name)).collect()
    };
    if rules(old) != rules(new) {
        all.push(format!("{place}: another type or other rules"));
    }
    if let Some(items) = old.get("items") {
        objects(&format!("{place}/*"), items, new.get("items").unwrap_or(&Value::Null), all);
    }
    for (name, schema) in old.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let place = format!("{place}/{name}");
        match new.get("properties").and_then(|members| members.get(name)) {
            Some(present) => objects(&place, schema, present, all),
            None => all.push(format!("{place} is gone")),
        }
    }
}

/// The words of a list, sorted.
fn names<'a>(schema: &'a Map<String, Value>, list: &str) -> Vec<&'a str> {
    let words = schema.get(list).and_then(Value::as_array).into_iter().flatten();
    let mut words: Vec<&str> = words.filter_map(Value::as_str).collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn released() -> Value {
        json!({
            "type": "object", "title": "It happened", "required": ["id"],
            "properties": {
                "id": { "type": "string", "format": "uuid", "description": "Which" },
                "words": { "type": "array", "items": { "type": "string" } },
            },
        })
    }

    fn found(change: impl FnOnce(&mut Value)) -> Vec<String> {
        let (old, mut new) = (released(), released());
        change(&mut new);
        let schema = |document: Value| Schema::parse("it.happened", document.to_string()).unwrap();
        between(&schema(old), &schema(new))
    }

    #[test]
    fn other_words_and_new_optional_members_are_free() {
        assert!(found(|_| ()).is_empty());
        assert!(found(|it| it["title"] = "It has happened".into()).is_empty());
        assert!(found(|it| it["properties"]["id"]["description"] = "Who".into()).is_empty());
        assert!(found(|it| it["properties"]["more"] = json!({ "type": "string" })).is_empty());
    }

    #[test]
    fn everything_else_is_named() {
        let gone = found(|it| drop(it["properties"].as_object_mut().unwrap().remove("words")));
        assert_eq!(gone, ["it.happened/words is gone"]);
        let required = found(|it| it["required"] = json!(["id", "words"]));
        assert_eq!(required, ["it.happened: other members are required"]);
        let kind = found(|it| it["properties"]["id"]["type"] = "integer".into());
        assert_eq!(kind, ["it.happened/id: another type or other rules"]);
        let items = found(|it| it["properties"]["words"]["items"]["type"] = "integer".into());
        assert_eq!(items, ["it.happened/words/*: another type or other rules"]);
        let closed = found(|it| it["additionalProperties"] = false.into());
        assert_eq!(closed, ["it.happened: another type or other rules"]);
    }
}
