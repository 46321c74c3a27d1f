//! Small values on their way between the domain and BSON.

use bson::{Bson, DateTime, Document, doc};
use courses_domain::shared::ExternalId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::{BadField, InField};

/// Stands between source and key of an external id; neither may hold a control character.
const SEPARATOR: char = '\u{1f}';
/// The character after it: where the names of a source end.
const AFTER_SEPARATOR: char = '\u{20}';

/// BSON keeps milliseconds, and so does the clock port.
pub(crate) fn to_date(at: Timestamp) -> DateTime {
    DateTime::from_millis(at.as_millisecond())
}

pub(crate) fn to_timestamp(at: DateTime, field: &str) -> Result<Timestamp, BadField> {
    Timestamp::from_millisecond(at.timestamp_millis()).in_field(field)
}

pub(crate) fn to_timestamps(
    at: Option<DateTime>,
    field: &str,
) -> Result<Option<Timestamp>, BadField> {
    at.map(|at| to_timestamp(at, field)).transpose()
}

/// Binary of subtype 4: a plain `uuid::Uuid` would become a string.
pub(crate) fn to_binary(id: impl Into<Uuid>) -> bson::Uuid {
    bson::Uuid::from_bytes(id.into().into_bytes())
}

pub(crate) fn to_id<T: From<Uuid>>(id: bson::Uuid) -> T {
    Uuid::from_bytes(id.bytes()).into()
}

pub(crate) fn to_binaries<T: Into<Uuid> + Copy>(ids: &[T]) -> Vec<bson::Uuid> {
    ids.iter().map(|id| to_binary(*id)).collect()
}

pub(crate) fn to_ids<T: From<Uuid>>(ids: Vec<bson::Uuid>) -> Vec<T> {
    ids.into_iter().map(to_id).collect()
}

/// Ids as a list for a filter.
pub(crate) fn id_list<T: Into<Uuid> + Copy>(ids: &[T]) -> Bson {
    Bson::Array(ids.iter().map(|id| to_binary(*id).into()).collect())
}

/// Counters never come near the limit.
pub(crate) fn to_long(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn to_number<N: TryFrom<i64>>(number: i64, field: &str) -> Result<N, BadField>
where
    N::Error: std::error::Error + Send + Sync + 'static,
{
    N::try_from(number).in_field(field)
}

pub(crate) fn to_text(id: &ExternalId) -> String {
    format!("{}{SEPARATOR}{}", id.source(), id.key())
}

/// The texts of all names in a source, as a condition on one element of a list.
pub(crate) fn any_of_source(source: &str) -> Document {
    let first = format!("{source}{SEPARATOR}");
    let end = format!("{source}{AFTER_SEPARATOR}");
    doc! { "$elemMatch": { "$gte": first, "$lt": end } }
}

pub(crate) fn to_external_id(text: &str, field: &str) -> Result<ExternalId, BadField> {
    let (source, key) = text.split_once(SEPARATOR).unwrap_or((text, ""));
    ExternalId::parse(source, key).in_field(field)
}

pub(crate) fn to_external_ids(
    texts: Option<Vec<String>>,
    field: &str,
) -> Result<Vec<ExternalId>, BadField> {
    texts.into_iter().flatten().map(|text| to_external_id(&text, field)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_binary_of_subtype_4() {
        let id = Uuid::from_u128(7);
        let Bson::Binary(binary) = Bson::from(to_binary(id)) else { panic!("not binary") };
        assert_eq!(binary.subtype, bson::spec::BinarySubtype::Uuid);
        assert_eq!(to_id::<Uuid>(to_binary(id)), id);
    }

    #[test]
    fn the_names_of_a_source_are_a_range_that_no_other_source_is_in() {
        let range = any_of_source("uni");
        let range = range.get_document("$elemMatch").unwrap();
        let (first, end) = (range.get_str("$gte").unwrap(), range.get_str("$lt").unwrap());
        let is_in = |source: &str, key: &str| {
            let name = to_text(&ExternalId::parse(source, key).unwrap());
            first <= name.as_str() && name.as_str() < end
        };
        assert!(is_in("uni", "!") && is_in("uni", "я") && is_in("uni", "\u{10ffff}"));
        for other in ["un", "uni-2", "uni.edu", "uni0", "unia", "univ", "zoo"] {
            assert!(!is_in(other, "1"), "{other}");
        }
    }

    #[test]
    fn an_external_id_comes_back_whatever_its_key() {
        let id = ExternalId::parse("uni.catalogue", "CS:101 / ü").unwrap();
        assert_eq!(to_external_id(&to_text(&id), "external_ids").unwrap(), id);
        assert!(to_external_id("nothing", "external_ids").is_err());
    }
}
