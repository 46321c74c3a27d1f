//! Writes a configuration file that explains itself, from the settings struct and its comments.

use serde_yaml::{Mapping, Value as Yaml};

use crate::{
    Config,
    path::Spelling,
    schema::{FILE_SUFFIX, Node, Shape, join},
};

/// Widest line of a comment.
const WIDTH: usize = 98;

/// A YAML file with every key, its documentation, its environment variable and its default.
///
/// Keys without a default are commented out. Loading the text gives `T::default()`.
///
/// # Panics
///
/// If the defaults cannot be written as YAML, which a test of the program finds at once.
#[must_use]
pub fn example<T: Config>(prefix: &str) -> String {
    let root = Node::of::<T>();
    let defaults = serde_yaml::to_value(T::default()).expect("settings can be written as YAML");
    let mut writer = Writer { text: String::new(), prefix };
    let order = format!(
        "Every key with its default. An environment variable goes before this file; its name is \
         {prefix} and the key, with `__` between sections."
    );
    let place = Place { depth: 0, hidden: false };
    writer.comment(place, root.description.as_deref().unwrap_or_default());
    writer.comment(place, &order);
    writer.section(place, "", &root, defaults.as_mapping());
    writer.text
}

/// Where in the file a line stands.
#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    /// Whether keys are commented out here.
    hidden: bool,
}

struct Writer<'a> {
    text: String,
    prefix: &'a str,
}

impl Writer<'_> {
    /// Fields in the order of the struct, which only the defaults know; the rest by name.
    fn section(&mut self, place: Place, key: &str, node: &Node, defaults: Option<&Mapping>) {
        let Some(fields) = node.fields() else { return };
        let ordered: Vec<&str> =
            defaults.into_iter().flat_map(Mapping::keys).filter_map(Yaml::as_str).collect();
        let others = fields.keys().map(String::as_str).filter(|name| !ordered.contains(name));
        for (index, name) in ordered.iter().copied().chain(others).enumerate() {
            let Some(field) = fields.get(name) else { continue };
            if index > 0 || place.depth == 0 {
                self.text.push('\n');
            }
            let default = defaults.and_then(|defaults| defaults.get(name));
            self.field(
                place,
                &join(key, name),
                name,
                field,
                default.filter(|value| !value.is_null()),
            );
        }
    }

    fn field(&mut self, place: Place, key: &str, name: &str, node: &Node, default: Option<&Yaml>) {
        self.comment(place, node.description.as_deref().unwrap_or_default());
        let place = Place { hidden: place.hidden || default.is_none(), ..place };
        if node.fields().is_some() {
            self.line(place, &format!("{name}:"));
            let inside = Place { depth: place.depth + 1, ..place };
            return self.section(inside, key, node, default.and_then(Yaml::as_mapping));
        }
        self.comment(place, &self.variable(key, node));
        if node.is_secret() {
            let hidden = Place { hidden: true, ..place };
            return self.line(hidden, &format!("{name}{FILE_SUFFIX}: /run/secrets/{name}"));
        }
        let value = default.cloned().unwrap_or_else(|| sample(node));
        let entry = Mapping::from_iter([(Yaml::from(name), value)]);
        let yaml = serde_yaml::to_string(&entry).expect("a value that was YAML is YAML again");
        for line in yaml.lines() {
            self.line(place, line);
        }
    }

    /// The name of the variable and the form of the value.
    fn variable(&self, key: &str, node: &Node) -> String {
        let name = Spelling::Variable { prefix: self.prefix }.spell(key);
        match &node.shape {
            Shape::Map(value) => format!("{name}__<KEY>: {} each", value.expected()),
            Shape::List(item) => match item.fields() {
                Some(fields) => {
                    let names: Vec<_> = fields.keys().map(|name| format!("`{name}`")).collect();
                    format!("{name}: a list of sections with {}", names.join(", "))
                }
                None => format!("{name}: a list, separated by commas, each {}", item.expected()),
            },
            _ if node.is_secret() => {
                format!("{name}, or {name}_FILE with the path of a file that holds it: a secret")
            }
            _ => format!("{name}: {}", node.expected()),
        }
    }

    /// Wraps a text into comment lines, with an empty one between paragraphs.
    fn comment(&mut self, place: Place, text: &str) {
        let start = format!("{}#", "  ".repeat(place.depth));
        for (index, paragraph) in text.split("\n\n").enumerate() {
            if index > 0 {
                self.text.extend([start.as_str(), "\n"]);
            }
            for line in wrapped(&start, paragraph) {
                self.text.extend([line.as_str(), "\n"]);
            }
        }
    }

    fn line(&mut self, place: Place, content: &str) {
        self.text.push_str(&"  ".repeat(place.depth));
        if place.hidden {
            self.text.push_str("# ");
        }
        self.text.push_str(content);
        self.text.push('\n');
    }
}

/// The lines of one paragraph, each beginning with `start`.
fn wrapped(start: &str, paragraph: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in paragraph.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.extend([" ", word]);
            }
            _ => lines.push(format!("{start} {word}")),
        }
    }
    lines
}

/// A value of the right form for a key that has no default.
fn sample(node: &Node) -> Yaml {
    let documented = node.sample.as_ref().and_then(|sample| serde_yaml::to_value(sample).ok());
    documented.unwrap_or_else(|| match &node.shape {
        Shape::List(_) => Yaml::Sequence(Vec::new()),
        Shape::Map(_) | Shape::Section(_) => Yaml::Mapping(Mapping::new()),
        Shape::Leaf(leaf) => leaf.placeholder(),
    })
}
