//! One walk over the document that finds every object, unknown keyword and broken reference.

use serde_json::Value;

use super::findings::Findings;
use super::keywords::{Inside, Kind};
use crate::contract::{self, Place};
use crate::document::{Document, Node};
use crate::error::Rule;

/// Everything that lies in the document.
pub(super) struct Survey<'a> {
    pub(super) document: &'a Document,
    pub(super) places: Vec<Place<'a>>,
    objects: Vec<(Kind, Node<'a>)>,
}

impl<'a> Survey<'a> {
    pub(super) fn of(document: &'a Document, findings: &mut Findings) -> Self {
        let mut survey = Self { document, places: contract::places(document), objects: Vec::new() };
        let root = document.root();
        findings.expect(
            root.text("openapi") == Some("3.0.3"),
            &root,
            Rule::Shape,
            "`openapi` must be the text 3.0.3",
        );
        survey.visit(Kind::Document, &root, findings);
        survey
    }

    /// Every object of a kind, without the references to them.
    pub(super) fn all(&self, kind: Kind) -> impl Iterator<Item = &Node<'a>> {
        self.objects.iter().filter(move |(it, _)| *it == kind).map(|(_, node)| node)
    }

    fn visit(&mut self, kind: Kind, node: &Node<'a>, findings: &mut Findings) {
        if !node.value.is_object() {
            findings.add(node, Rule::Shape, "must be an object");
            return;
        }
        if node.has("$ref") {
            reference(kind, node, findings);
            return;
        }
        for (keyword, inner) in node.members() {
            let known = kind.keywords().iter().find(|(name, _)| *name == keyword);
            match known {
                Some((_, inside)) => self.enter(*inside, &inner, findings),
                None => findings.add(
                    &inner,
                    Rule::Keyword,
                    format!("keyword `{keyword}` is not understood here"),
                ),
            }
        }
        self.objects.push((kind, node.clone()));
    }

    fn enter(&mut self, inside: Inside, node: &Node<'a>, findings: &mut Findings) {
        let value = node.value;
        let (fits, wanted) = match inside {
            Inside::Any => return,
            Inside::Text => (value.is_string(), "must be a text"),
            Inside::Flag => (value.is_boolean(), "must be true or false"),
            Inside::Number => (value.is_number(), "must be a number"),
            Inside::Count => (value.is_u64(), "must be a whole number, not negative"),
            Inside::Texts => (is_texts(value), "must be a list of texts"),
            Inside::OneOrFlag(_) if value.is_boolean() => return,
            Inside::One(kind) | Inside::OneOrFlag(kind) => return self.visit(kind, node, findings),
            Inside::Each(kind) => {
                node.members().iter().for_each(|(_, inner)| self.visit(kind, inner, findings));
                (value.is_object(), "must be an object")
            }
            Inside::All(kind) => {
                node.items().iter().for_each(|inner| self.visit(kind, inner, findings));
                (value.is_array(), "must be a list")
            }
        };
        findings.expect(fits, node, Rule::Shape, wanted);
    }
}

fn is_texts(value: &Value) -> bool {
    value.as_array().is_some_and(|items| items.iter().all(Value::is_string))
}

fn reference(kind: Kind, node: &Node<'_>, findings: &mut Findings) {
    let Some(section) = kind.section() else {
        findings.add(node, Rule::Reference, "a reference can not stand here");
        return;
    };
    let alone = node.members().len() == 1;
    findings.expect(alone, node, Rule::Reference, "a reference stands alone; use allOf around it");
    let name = node.reference().and_then(|target| target.strip_prefix(section));
    if name.is_none_or(|name| name.contains('/')) {
        findings.add(node, Rule::Reference, format!("must refer to a component in {section}"));
    } else if node.target().is_none() {
        findings.add(node, Rule::Reference, "refers to nothing");
    }
}
