//! Null and absent differ in merge patches.

use serde::{Deserialize, Deserializer};

/// Reads a member that is present: null becomes `Some(None)`. With `#[serde(default)]` an absent
/// member is `None`.
///
/// # Errors
///
/// Those of the value's own type.
pub fn null_or_value<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}
