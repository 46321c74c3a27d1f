//! `OpenAPI` 3.0 schema -> JSON Schema 2020-12 with every constraint.

use serde_json::{Map, Value, json};

use crate::document::{Node, SCHEMAS};

/// Formats that are checked; the others only choose a Rust type.
const CHECKED_FORMATS: &[&str] = &["uuid", "date-time", "date", "uri", "uri-reference", "email"];

/// The schema that values of `node` must fit. References lead to `#/$defs/<component>`.
pub(crate) fn validation(node: &Node<'_>) -> Value {
    if let Some(name) = node.schema_name() {
        return json!({ "$ref": format!("#/$defs/{name}") });
    }
    if node.has("discriminator") {
        return union(node);
    }
    let schema = constraints(node);
    if !node.is_true("nullable") {
        return Value::Object(schema);
    }
    // Not `oneOf: [.., null]`: that would report only that no branch fits, and not why.
    match schema.get("type").cloned() {
        Some(kind) => {
            let mut schema = schema;
            schema.insert("type".to_owned(), json!([kind, "null"]));
            Value::Object(schema)
        }
        None => json!({ "if": { "type": "null" }, "else": schema }),
    }
}

fn constraints(node: &Node<'_>) -> Map<String, Value> {
    let mut schema = Map::new();
    for (keyword, inner) in node.members() {
        let value = match keyword {
            "type" | "enum" | "required" | "minLength" | "maxLength" | "pattern" | "minimum"
            | "maximum" | "multipleOf" | "minItems" | "maxItems" | "uniqueItems"
            | "minProperties" | "maxProperties" => inner.value.clone(),
            "properties" => inner
                .members()
                .into_iter()
                .map(|(name, property)| (name.to_owned(), validation(&property)))
                .collect::<Map<_, _>>()
                .into(),
            "additionalProperties" if inner.value.is_boolean() => inner.value.clone(),
            "items" | "additionalProperties" => validation(&inner),
            "allOf" => inner.items().iter().map(validation).collect::<Vec<_>>().into(),
            "format" if CHECKED_FORMATS.iter().any(|it| inner.value == it) => inner.value.clone(),
            _ => continue,
        };
        schema.insert(keyword.to_owned(), value);
    }
    if node.text("type") == Some("integer") {
        let range = if node.text("format") == Some("int32") { i32::MIN.into() } else { i64::MIN };
        schema.entry("minimum").or_insert_with(|| range.into());
    }
    exclusive(node, &mut schema, "exclusiveMinimum", "minimum");
    exclusive(node, &mut schema, "exclusiveMaximum", "maximum");
    schema
}

/// In `OpenAPI` 3.0 a flag beside the bound, since 2019 the bound itself.
fn exclusive(node: &Node<'_>, schema: &mut Map<String, Value>, flag: &str, bound: &str) {
    if node.is_true(flag)
        && let Some(limit) = schema.remove(bound)
    {
        schema.insert(flag.to_owned(), limit);
    }
}

/// One branch per tag value, so that a wrong member is reported where it is, not as "oneOf".
fn union(node: &Node<'_>) -> Value {
    let discriminator = node.key("discriminator");
    let tag = discriminator.as_ref().and_then(|it| it.text("propertyName")).unwrap_or_default();
    let mapping = discriminator.as_ref().map(|it| it.members_of("mapping")).unwrap_or_default();
    let names: Vec<_> = mapping.iter().map(|(value, _)| *value).collect();
    let branches = mapping.iter().map(|(value, target)| {
        let name = target.value.as_str().and_then(|it| it.strip_prefix(SCHEMAS));
        let chosen = json!({ "type": "object", "required": [tag], "properties": { tag: { "const": value } } });
        json!({ "if": chosen, "then": { "$ref": format!("#/$defs/{}", name.unwrap_or_default()) } })
    });
    json!({
        "type": "object",
        "required": [tag],
        "properties": { tag: { "enum": names } },
        "allOf": branches.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn of(yaml: &str) -> Value {
        validation(&Document::parse(yaml).unwrap().root())
    }

    #[test]
    fn a_nullable_scalar_has_two_types() {
        let schema = of("{type: string, maxLength: 3, nullable: true, example: x}");
        assert_eq!(schema, json!({ "type": ["string", "null"], "maxLength": 3 }));
    }

    #[test]
    fn a_nullable_reference_reports_what_is_wrong_inside() {
        let schema = of("{nullable: true, allOf: [{$ref: '#/components/schemas/Title'}]}");
        let inner = json!({ "allOf": [{ "$ref": "#/$defs/Title" }] });
        assert_eq!(schema, json!({ "if": { "type": "null" }, "else": inner }));
    }

    #[test]
    fn exclusive_bounds_become_bounds() {
        let schema = of("{type: number, minimum: 0, exclusiveMinimum: true}");
        assert_eq!(schema, json!({ "type": "number", "exclusiveMinimum": 0 }));
    }

    #[test]
    fn integers_are_held_to_the_range_of_their_format() {
        let schema = of("{type: integer, format: int32, maximum: 9}");
        assert_eq!(schema, json!({ "type": "integer", "minimum": i32::MIN, "maximum": 9 }));
    }
}
