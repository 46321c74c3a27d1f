//! Amounts of memory as people write them: `64KiB`, `1MiB`, or a plain number of bytes.

use std::{error::Error, fmt, str::FromStr};

use schemars::{JsonSchema, r#gen::SchemaGenerator, schema::InstanceType, schema::Schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Units from the largest to the smallest, with their size in bytes.
const UNITS: [(&str, u64); 5] =
    [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)];

/// A number of bytes, written with a binary unit (`KiB`, `MiB`, `GiB`, `TiB`) or without one.
///
/// `KB` and `MB` are refused, because half of the world reads them as powers of ten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ByteSize(u64);

/// Why a text is not a [`ByteSize`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseByteSizeError {
    /// Not a whole number, or a unit that is not known.
    Malformed,
    /// More bytes than 64 bits can count.
    TooLarge,
}

impl ByteSize {
    /// So many bytes.
    #[must_use]
    pub const fn from_bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// So many times 1024 bytes.
    #[must_use]
    pub const fn from_kib(kib: u64) -> Self {
        Self(kib.saturating_mul(1 << 10))
    }

    /// So many times 1024 KiB.
    #[must_use]
    pub const fn from_mib(mib: u64) -> Self {
        Self(mib.saturating_mul(1 << 20))
    }

    /// The number of bytes.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0
    }

    /// The number of bytes as a length in memory, at most `usize::MAX`.
    #[must_use]
    pub fn as_usize(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

impl FromStr for ByteSize {
    type Err = ParseByteSizeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let unit_at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (digits, unit) = text.split_at(unit_at);
        if digits.is_empty() {
            return Err(ParseByteSizeError::Malformed);
        }
        let unit = unit.trim_start();
        let size = UNITS
            .iter()
            .find(|(name, _)| unit.is_empty() && *name == "B" || name.eq_ignore_ascii_case(unit))
            .map(|(_, size)| *size)
            .ok_or(ParseByteSizeError::Malformed)?;
        let count: u64 = digits.parse().map_err(|_| ParseByteSizeError::TooLarge)?;
        count.checked_mul(size).map(Self).ok_or(ParseByteSizeError::TooLarge)
    }
}

impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = UNITS.iter().find(|(_, size)| self.0 >= *size && self.0.is_multiple_of(*size));
        match unit {
            Some((name, size)) if *size > 1 => write!(f, "{}{name}", self.0 / size),
            _ => write!(f, "{}", self.0),
        }
    }
}

impl fmt::Display for ParseByteSizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not a size",
            Self::TooLarge => "more bytes than can be counted",
        })
    }
}

impl Error for ParseByteSizeError {}

impl Serialize for ByteSize {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Either form a size may have in a file.
struct SizeVisitor;

impl de::Visitor<'_> for SizeVisitor {
    type Value = ByteSize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a size such as `64KiB`")
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        Ok(ByteSize(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        u64::try_from(value)
            .map(ByteSize)
            .map_err(|_| de::Error::custom(format_args!("`{value}` is less than nothing")))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        text.parse().map_err(|err| de::Error::custom(format_args!("`{text}`: {err}")))
    }
}

impl<'de> Deserialize<'de> for ByteSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SizeVisitor)
    }
}

impl JsonSchema for ByteSize {
    fn schema_name() -> String {
        "ByteSize".to_owned()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        super::formatted(&[InstanceType::String, InstanceType::Integer], super::BYTE_SIZE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<ByteSize, ParseByteSizeError> {
        text.parse()
    }

    #[test]
    fn units_and_plain_numbers_are_understood() {
        assert_eq!(parsed("64KiB"), Ok(ByteSize::from_kib(64)));
        assert_eq!(parsed("1MiB"), Ok(ByteSize::from_mib(1)));
        assert_eq!(parsed("2 gib"), Ok(ByteSize::from_mib(2_048)));
        assert_eq!(parsed("17"), Ok(ByteSize::from_bytes(17)));
        assert_eq!(parsed("17B"), Ok(ByteSize::from_bytes(17)));
    }

    #[test]
    fn an_ambiguous_or_oversized_text_is_refused() {
        for text in ["", "KiB", "1KB", "1.5MiB", "-1", "1 potato", "0x10"] {
            assert_eq!(parsed(text), Err(ParseByteSizeError::Malformed), "{text}");
        }
        assert_eq!(parsed("99999999999TiB"), Err(ParseByteSizeError::TooLarge));
        assert_eq!(parsed("99999999999999999999"), Err(ParseByteSizeError::TooLarge));
    }

    #[test]
    fn what_is_written_can_be_read_again() {
        for bytes in [0, 1, 1_000, 1_024, 65_536, 1 << 20, (1 << 20) + 1, u64::MAX] {
            let size = ByteSize::from_bytes(bytes);
            assert_eq!(parsed(&size.to_string()), Ok(size));
        }
        assert_eq!(ByteSize::from_kib(64).to_string(), "64KiB");
    }
}
