//! Turns text, which is all that variables and flags have, into the value a key takes.

use serde_yaml::Value as Yaml;

use crate::schema::{Leaf, Node, Shape};

/// The value a text means for this key. The error says what is wrong with the text.
pub(crate) fn value(node: &Node, text: &str) -> Result<Yaml, String> {
    match &node.shape {
        Shape::Section(_) | Shape::Map(_) => {
            Err("a section takes no value of its own; set its keys one by one".to_owned())
        }
        Shape::List(item) => list(item, text),
        Shape::Leaf(leaf) => scalar(leaf, text),
    }
}

fn list(item: &Node, text: &str) -> Result<Yaml, String> {
    let text = text.trim();
    if text.starts_with('[') {
        return serde_yaml::from_str(text).map_err(|_| "not a list in brackets".to_owned());
    }
    if text.is_empty() {
        return Ok(Yaml::Sequence(Vec::new()));
    }
    text.split(',')
        .map(|part| value(item, part.trim()))
        .collect::<Result<_, _>>()
        .map(Yaml::Sequence)
}

fn scalar(leaf: &Leaf, text: &str) -> Result<Yaml, String> {
    let trimmed = text.trim();
    match leaf {
        Leaf::Boolean => boolean(trimmed),
        Leaf::Integer(_) => integer(trimmed),
        Leaf::Number => trimmed
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite())
            .map(Yaml::from)
            .ok_or_else(|| format!("`{trimmed}` is not a number")),
        Leaf::Duration | Leaf::ByteSize | Leaf::Choice(_) => Ok(Yaml::from(trimmed)),
        Leaf::Text | Leaf::Secret => Ok(Yaml::from(text)),
        Leaf::Any => serde_yaml::from_str(text).map_err(|_| "not a YAML value".to_owned()),
    }
}

fn boolean(text: &str) -> Result<Yaml, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(Yaml::from(true)),
        "false" | "no" | "off" | "0" => Ok(Yaml::from(false)),
        _ => Err(format!("`{text}` is neither")),
    }
}

fn integer(text: &str) -> Result<Yaml, String> {
    let unsigned = text.parse::<u64>().map(Yaml::from);
    unsigned
        .or_else(|_| text.parse::<i64>().map(Yaml::from))
        .map_err(|_| format!("`{text}` is not a whole number, or too large"))
}

#[cfg(test)]
mod tests {
    use schemars::JsonSchema;

    use super::*;

    fn read<T: JsonSchema>(text: &str) -> Result<Yaml, String> {
        value(&Node::of::<T>(), text)
    }

    #[test]
    fn text_becomes_the_type_of_the_key() {
        assert_eq!(read::<u16>(" 8080 "), Ok(Yaml::from(8_080_u64)));
        assert_eq!(read::<i8>("-3"), Ok(Yaml::from(-3)));
        assert_eq!(read::<bool>("Yes"), Ok(Yaml::from(true)));
        assert_eq!(read::<f64>("0.5"), Ok(Yaml::from(0.5)));
        assert_eq!(read::<String>("0123"), Ok(Yaml::from("0123")));
    }

    #[test]
    fn a_list_is_separated_by_commas_or_in_brackets() {
        let two = Yaml::Sequence(vec![Yaml::from("a"), Yaml::from("b")]);
        assert_eq!(read::<Vec<String>>("a, b"), Ok(two.clone()));
        assert_eq!(read::<Vec<String>>("[a, b]"), Ok(two));
        assert_eq!(read::<Vec<String>>(""), Ok(Yaml::Sequence(Vec::new())));
        assert!(read::<Vec<u8>>("1,x").is_err());
    }

    #[test]
    fn text_of_the_wrong_form_is_refused() {
        assert!(read::<u16>("80a").is_err());
        assert!(read::<bool>("maybe").is_err());
        assert!(read::<f64>("NaN").is_err());
        assert!(read::<Vec<u8>>("[1").is_err());
    }
}
