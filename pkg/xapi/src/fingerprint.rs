//! When two requests are the same.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Hash of a request; `body` is absent for requests without a JSON body.
pub(crate) fn fingerprint(method: &str, path: &str, query: &str, body: Option<&Value>) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        // With its length, so that no two lists of parts run together to the same text.
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    part(method);
    part(path);
    part(query);
    if let Some(body) = body {
        let mut text = String::new();
        write_canonical(body, &mut text);
        part(&text);
    }
    hash.finalize().into()
}

/// JSON without blanks and with members in order, whatever map `serde_json` was built with.
fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            text.push('{');
            for (at, (name, value)) in members.into_iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write_canonical(value, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write_canonical(item, text);
            }
            text.push(']');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_of_members_does_not_matter() {
        let left: Value = serde_json::from_str(r#"{"a":1,"b":{"d":2,"c":3}}"#).unwrap();
        let right: Value = serde_json::from_str(r#"{"b":{"c":3,"d":2},"a":1}"#).unwrap();
        let of = |body| fingerprint("POST", "/v1/courses", "", Some(body));
        assert_eq!(of(&left), of(&right));
    }

    #[test]
    fn everything_else_does() {
        let body = json!({ "a": 1 });
        let prints = [
            fingerprint("POST", "/a", "", Some(&body)),
            fingerprint("PUT", "/a", "", Some(&body)),
            fingerprint("POST", "/b", "", Some(&body)),
            fingerprint("POST", "/a", "b=1", Some(&body)),
            fingerprint("POST", "/a", "", Some(&json!({ "a": "1" }))),
            fingerprint("POST", "/a", "", None),
        ];
        for (at, print) in prints.iter().enumerate() {
            assert!(!prints[..at].contains(print), "{at}");
        }
    }
}
