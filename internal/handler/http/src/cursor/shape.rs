//! What makes a list that list: the operation and the values that choose and order its items.

use sha2::{Digest, Sha256};
use xapi::Operation;

/// A fingerprint of a list.
#[derive(Debug, Clone)]
pub(crate) struct Shape(Sha256);

impl Shape {
    /// The list of `operation` without any filter.
    pub(crate) fn of(operation: &Operation) -> Self {
        Self(Sha256::new()).and("operation", operation.name)
    }

    /// The same list with one more value; values of one name are given in a fixed order.
    pub(crate) fn and(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        for part in [name.as_bytes(), value.as_ref()] {
            // With its length, so that no two lists of parts run together to the same bytes.
            self.0.update((part.len() as u64).to_be_bytes());
            self.0.update(part);
        }
        self
    }

    /// The same list with one more value, if there is one.
    pub(crate) fn and_maybe(self, name: &str, value: Option<impl AsRef<[u8]>>) -> Self {
        match value {
            Some(value) => self.and(name, value),
            None => self,
        }
    }

    /// The same list with several values of one name, whatever their order.
    pub(crate) fn and_each<T: AsRef<[u8]> + Ord>(self, name: &str, mut values: Vec<T>) -> Self {
        values.sort_unstable();
        values.dedup();
        values.into_iter().fold(self, |shape, value| shape.and(name, value))
    }

    pub(super) fn fingerprint(&self) -> [u8; 32] {
        self.0.clone().finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::OperationId;

    fn shape() -> Shape {
        Shape::of(OperationId::ListCourses.operation())
    }

    #[test]
    fn every_name_and_value_counts() {
        let shapes = [
            shape(),
            Shape::of(OperationId::ListRuns.operation()),
            shape().and("tag", "a"),
            shape().and("tag", "b"),
            shape().and("level", "a"),
            shape().and("tag", "a").and("tag", "b"),
            shape().and("tag", "ab"),
            shape().and_maybe("tag", Some("")),
        ];
        let prints: Vec<_> = shapes.iter().map(Shape::fingerprint).collect();
        for (at, print) in prints.iter().enumerate() {
            assert!(!prints[..at].contains(print), "{at}");
        }
    }

    #[test]
    fn the_order_of_alternatives_does_not_matter() {
        let one = shape().and_each("tag", vec!["b", "a", "b"]);
        let other = shape().and_each("tag", vec!["a", "b"]);
        assert_eq!(one.fingerprint(), other.fingerprint());
        assert_eq!(shape().and_maybe("q", None::<&str>).fingerprint(), shape().fingerprint());
    }
}
