//! Which schemas are unions, and which are branches of one.

use crate::document::{Document, Node};

/// A `oneOf` with a discriminator.
#[derive(Debug)]
pub(crate) struct Union<'a> {
    pub(crate) name: &'a str,
    pub(crate) description: &'a str,
    /// The property that tells the branches apart.
    pub(crate) tag: &'a str,
    /// Value of the tag and name of the branch's schema.
    pub(crate) branches: Vec<(&'a str, &'a str)>,
}

/// Every union among the component schemas.
pub(crate) fn unions(document: &Document) -> Vec<Union<'_>> {
    document.schemas().into_iter().filter_map(|(name, node)| union(name, &node)).collect()
}

fn union<'a>(name: &'a str, node: &Node<'a>) -> Option<Union<'a>> {
    let discriminator = node.key("discriminator")?;
    let branches = discriminator.members_of("mapping").into_iter().filter_map(|(value, target)| {
        Some((value, target.value.as_str()?.strip_prefix(crate::document::SCHEMAS)?))
    });
    Some(Union {
        name,
        description: node.text("description").unwrap_or_default(),
        tag: discriminator.text("propertyName")?,
        branches: branches.collect(),
    })
}
