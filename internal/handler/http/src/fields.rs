//! How members of a body become values: each is parsed, and whatever the domain refuses is noted
//! at its place, so that one answer names everything.

use courses_domain::shared::{Coded, Violations};
use jiff::Timestamp;

/// The value of a member that may be missing.
pub(crate) fn optional<T, E: Coded>(
    violations: &mut Violations,
    at: &str,
    raw: Option<String>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<T> {
    violations.check(at, parse(&raw?))
}

/// The value of a member of a patch that can be cleared: absent, `null`, or a value.
#[expect(
    clippy::option_option,
    reason = "a merge patch has three states, as models and edits have"
)]
pub(crate) fn removable<T, E: Coded>(
    violations: &mut Violations,
    at: &str,
    raw: Option<Option<String>>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<Option<T>> {
    raw.map(|raw| optional(violations, at, raw, parse))
}

/// The values of a list, in order; refused ones are left out and noted at their place.
pub(crate) fn each<R, T>(
    violations: &mut Violations,
    at: &str,
    raw: impl IntoIterator<Item = R>,
    mut read: impl FnMut(&mut Violations, &str, R) -> Option<T>,
) -> Vec<T> {
    let places = raw.into_iter().enumerate();
    places.filter_map(|(index, raw)| read(violations, &format!("{at}/{index}"), raw)).collect()
}

/// Ids of one kind.
pub(crate) fn ids<T: From<uuid::Uuid>>(raw: Vec<uuid::Uuid>) -> Vec<T> {
    raw.into_iter().map(T::from).collect()
}

/// Ids as the contract says them.
pub(crate) fn raw_ids<T: Copy + Into<uuid::Uuid>>(ids: &[T]) -> Vec<uuid::Uuid> {
    ids.iter().map(|id| (*id).into()).collect()
}

/// A time as it is kept: to the millisecond.
pub(crate) fn time(raw: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(raw.as_millisecond()).unwrap_or(raw)
}

/// The result of reading a body, if nothing was refused.
pub(crate) fn complete<T>(violations: Violations, value: Option<T>) -> Result<T, Violations> {
    violations.into_result()?;
    // Whatever is missing was noted before.
    value.ok_or_else(|| Violations::one("", "required", "is incomplete"))
}

#[cfg(test)]
mod tests {
    use courses_domain::catalogue::Heading;

    use super::*;

    #[test]
    fn a_patch_tells_absent_from_cleared() {
        let mut violations = Violations::new();
        let mut read = |raw: Option<Option<&str>>| {
            let raw = raw.map(|raw| raw.map(str::to_owned));
            removable(&mut violations, "/heading", raw, Heading::parse)
        };
        assert_eq!(read(None), None);
        assert_eq!(read(Some(None)), Some(None));
        assert_eq!(read(Some(Some("x"))), Some(Some(Heading::parse("x").unwrap())));
        read(Some(Some("  ")));
        assert_eq!(violations.as_slice()[0].pointer, "/heading");
    }

    #[test]
    fn times_are_kept_to_the_millisecond() {
        let raw: Timestamp = "2026-10-05T16:30:00.123456Z".parse().unwrap();
        assert_eq!(time(raw).to_string(), "2026-10-05T16:30:00.123Z");
    }
}
