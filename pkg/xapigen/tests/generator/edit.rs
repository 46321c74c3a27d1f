//! Bad documents, made from the good one by a change.

use serde_json::{Map, Value};

use crate::SAMPLE;

/// The sample with the value at each pointer replaced, added, or removed (null).
pub(crate) fn edited(set: &Map<String, Value>) -> String {
    let mut document: Value = serde_yaml::from_str(SAMPLE).unwrap();
    for (pointer, value) in set {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let name = name.replace("~1", "/").replace("~0", "~");
        match document.pointer_mut(parent) {
            Some(Value::Object(members)) if value.is_null() => drop(members.remove(&name)),
            Some(Value::Object(members)) => drop(members.insert(name, value.clone())),
            Some(Value::Array(items)) => items[name.parse::<usize>().unwrap()] = value.clone(),
            _ => panic!("nothing at {parent}"),
        }
    }
    document.to_string()
}
