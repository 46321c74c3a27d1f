//! The lowest layer: what the code says when nobody says otherwise.

use serde_json::Value as Json;

use crate::{
    Config, ConfigError, ConfigErrorKind, Source,
    schema::{Node, Shape},
};

/// The defaults in the code, without the redacted secrets that serialising them leaves.
pub(crate) fn defaults<T: Config>(root: &Node) -> Result<Json, ConfigError> {
    let mut values = serde_json::to_value(T::default()).map_err(|err| unprintable(&err))?;
    drop_secrets(root, &mut values);
    Ok(values)
}

fn drop_secrets(node: &Node, value: &mut Json) {
    match (&node.shape, value) {
        (Shape::Section(fields), Json::Object(values)) => {
            values.retain(|name, _| !fields.get(name).is_some_and(Node::is_secret));
            for (name, field) in fields {
                if let Some(value) = values.get_mut(name) {
                    drop_secrets(field, value);
                }
            }
        }
        (Shape::List(item), Json::Array(values)) if item.is_secret() => values.clear(),
        (Shape::Map(item), Json::Object(values)) if item.is_secret() => values.clear(),
        (Shape::List(item), Json::Array(values)) => {
            for value in values {
                drop_secrets(item, value);
            }
        }
        (Shape::Map(item), Json::Object(values)) => {
            for value in values.values_mut() {
                drop_secrets(item, value);
            }
        }
        _ => {}
    }
}

pub(crate) fn unprintable(err: &dyn std::error::Error) -> ConfigError {
    ConfigError::new(ConfigErrorKind::BadValue, "", &Source::Default)
        .problem(format_args!("the settings cannot be written down: {err}"))
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;
    use serde_json::json;

    use super::*;
    use crate::Secret;

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only the schema is looked at")]
    struct Settings {
        name: String,
        key: Option<Secret>,
        old_keys: Vec<Secret>,
        peers: Vec<Peer>,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only the schema is looked at")]
    struct Peer {
        token: Option<Secret>,
    }

    #[test]
    fn a_redacted_secret_is_never_taken_for_a_default() {
        let mut values = json!({
            "name": "a", "key": "***", "old_keys": ["***"], "peers": [{ "token": "***" }],
        });
        drop_secrets(&Node::of::<Settings>(), &mut values);
        assert_eq!(values, json!({ "name": "a", "old_keys": [], "peers": [{}] }));
    }
}
