//! The broken rules found so far.

use crate::document::Node;
use crate::error::{Error, Finding, Rule};

/// Collects, so that one run tells everything.
#[derive(Debug, Default)]
pub(super) struct Findings {
    found: Vec<Finding>,
}

impl Findings {
    /// Notes that `node` breaks `rule`.
    pub(super) fn add(&mut self, node: &Node<'_>, rule: Rule, message: impl Into<String>) {
        let finding = Finding { pointer: node.pointer.clone(), rule, message: message.into() };
        if !self.found.contains(&finding) {
            self.found.push(finding);
        }
    }

    /// Notes it unless `holds`.
    pub(super) fn expect(&mut self, holds: bool, node: &Node<'_>, rule: Rule, message: &str) {
        if !holds {
            self.add(node, rule, message);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn into_result(mut self) -> Result<(), Error> {
        if self.found.is_empty() {
            return Ok(());
        }
        self.found.sort_by(|left, right| left.pointer.cmp(&right.pointer));
        Err(Error::Broken(self.found))
    }
}
