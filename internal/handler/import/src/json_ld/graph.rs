//! The nodes of a page: which of them are courses, and which name leads to which.

use std::collections::HashMap;

use serde_json::{Map, Value};

/// A node: an object of the document.
pub(super) type Node = Map<String, Value>;

/// How deep nodes may be nested; what is below is not seen.
const MAX_DEPTH: usize = 32;

/// How many values of a page are looked at.
const MAX_VALUES: usize = 100_000;

/// The nodes of a page.
pub(super) struct Graph<'a> {
    courses: Vec<&'a Node>,
    named: HashMap<&'a str, &'a Node>,
}

impl<'a> Graph<'a> {
    /// Looks for nodes in all documents of a page.
    pub(super) fn of(documents: &'a [Value]) -> Self {
        let mut graph = Self { courses: Vec::new(), named: HashMap::new() };
        let mut left = MAX_VALUES;
        for document in documents {
            graph.look(document, 0, &mut left);
        }
        graph
    }

    /// The courses, in the order of the page.
    pub(super) fn courses(&self) -> &[&'a Node] {
        &self.courses
    }

    /// The node that a value is, or is the name of.
    pub(super) fn node(&self, value: &'a Value) -> Option<&'a Node> {
        let node = value.as_object()?;
        // A reference has a name and nothing else.
        match node.get("@id").and_then(Value::as_str) {
            Some(name) if node.len() == 1 => self.named.get(name).copied(),
            _ => Some(node),
        }
    }

    fn look(&mut self, value: &'a Value, depth: usize, left: &mut usize) {
        if depth > MAX_DEPTH || *left == 0 {
            return;
        }
        *left -= 1;
        match value {
            Value::Array(items) => {
                for item in items {
                    self.look(item, depth + 1, left);
                }
            }
            Value::Object(node) => {
                if let Some(name) = node.get("@id").and_then(Value::as_str)
                    && node.len() > 1
                {
                    self.named.entry(name).or_insert(node);
                }
                if is_a(node, "Course") {
                    self.courses.push(node);
                }
                for member in node.values() {
                    self.look(member, depth + 1, left);
                }
            }
            _ => {}
        }
    }
}

/// Whether one of the types of a node is this one of schema.org.
pub(super) fn is_a(node: &Node, wanted: &str) -> bool {
    let is = |kind: &Value| {
        let kind = kind.as_str().unwrap_or_default();
        let bare = kind.rsplit(['/', '#', ':']).next().unwrap_or_default();
        bare == wanted
            && (bare.len() == kind.len()
                || kind.starts_with("schema:")
                || kind.contains("schema.org/"))
    };
    match node.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is),
        Some(kind) => is(kind),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn count(document: &Value) -> usize {
        Graph::of(std::slice::from_ref(document)).courses().len()
    }

    #[test]
    fn courses_are_found_wherever_they_stand() {
        assert_eq!(count(&json!({ "@type": "Course" })), 1);
        assert_eq!(count(&json!([{ "@type": ["Thing", "schema:Course"] }, 7, null])), 1);
        assert_eq!(count(&json!({ "@graph": [{ "@type": "https://schema.org/Course" }] })), 1);
        let list = json!({ "@type": "ItemList", "itemListElement": [
            { "@type": "ListItem", "item": { "@type": "http://schema.org/Course" } },
        ] });
        assert_eq!(count(&list), 1);
    }

    #[test]
    fn other_things_are_no_courses() {
        for kind in ["course", "CourseInstance", "https://example.org/Course", "Golf Course", ""] {
            assert_eq!(count(&json!({ "@type": kind })), 0, "{kind}");
        }
        assert_eq!(count(&json!({ "type": "Course" })), 0);
    }

    #[test]
    fn what_is_nested_too_deep_is_not_seen() {
        let nested = |depth| (0..depth).fold(json!({ "@type": "Course" }), |it, _| json!([it]));
        assert_eq!(count(&nested(MAX_DEPTH)), 1);
        assert_eq!(count(&nested(MAX_DEPTH + 1)), 0);
    }

    #[test]
    fn a_reference_leads_to_the_node_that_is_described() {
        let document = json!([{ "@id": "#ada" }, { "@id": "#ada", "name": "Ada" }]);
        let documents = [document];
        let graph = Graph::of(&documents);
        let lost = json!({ "@id": "#nobody" });
        assert_eq!(graph.node(&documents[0][0]).unwrap()["name"], "Ada");
        assert!(graph.node(&documents[0][1]).is_some());
        assert_eq!(graph.node(&lost), None);
        assert_eq!(graph.node(&json!("Ada")), None);
    }
}
