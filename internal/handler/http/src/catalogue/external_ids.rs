//! Names in outside sources.

use courses_domain::shared::{ExternalId, Violations};

use crate::fields::each;
use crate::generated::models;

/// The names of a list.
pub(super) fn external_ids(
    violations: &mut Violations,
    at: &str,
    raw: Vec<models::ExternalId>,
) -> Vec<ExternalId> {
    each(violations, at, raw, |violations, at, raw: models::ExternalId| {
        violations.check(at, ExternalId::parse(&raw.source, &raw.key))
    })
}

impl From<&ExternalId> for models::ExternalId {
    fn from(id: &ExternalId) -> Self {
        Self { source: id.source().to_owned(), key: id.key().to_owned() }
    }
}

/// Names as the contract says them.
pub(super) fn shown(ids: &[ExternalId]) -> Vec<models::ExternalId> {
    ids.iter().map(models::ExternalId::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_name_is_pointed_at() {
        let raw = |key: &str| models::ExternalId { source: "uiuc".into(), key: key.into() };
        let mut violations = Violations::new();
        let raw = vec![raw(" CS 128 "), raw("\u{7}")];
        let ids = external_ids(&mut violations, "/external_ids", raw);
        assert_eq!(ids, [ExternalId::parse("uiuc", "CS 128").unwrap()]);
        assert_eq!(violations.as_slice()[0].pointer, "/external_ids/1");
    }
}
