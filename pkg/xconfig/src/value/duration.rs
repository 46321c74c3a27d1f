//! Lengths of time as people write them: `250ms`, `5s`, `1m30s`, `10d`.

use std::{error::Error, fmt, str::FromStr, time};

use schemars::{JsonSchema, r#gen::SchemaGenerator, schema::InstanceType, schema::Schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const NANOS_PER_SECOND: u128 = 1_000_000_000;

/// Units from the largest to the smallest, with their length in nanoseconds.
const UNITS: [(&str, u128); 7] = [
    ("d", 86_400 * NANOS_PER_SECOND),
    ("h", 3_600 * NANOS_PER_SECOND),
    ("m", 60 * NANOS_PER_SECOND),
    ("s", NANOS_PER_SECOND),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// A length of time, written as whole numbers with units from large to small: `1m30s`.
///
/// Units are `d`, `h`, `m`, `s`, `ms`, `us` and `ns`; a bare `0` is allowed, any other number
/// without a unit is not, because nobody can tell what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Duration(time::Duration);

/// Why a text is not a [`Duration`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseDurationError {
    /// Something else than whole numbers, each followed by a unit.
    Malformed,
    /// A unit came twice, or a larger one after a smaller one.
    UnitOrder,
    /// Longer than the type can hold.
    TooLong,
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(time::Duration::ZERO);

    /// So many milliseconds.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(time::Duration::from_millis(millis))
    }

    /// So many seconds.
    #[must_use]
    pub const fn from_secs(secs: u64) -> Self {
        Self(time::Duration::from_secs(secs))
    }

    /// The standard library's duration of the same length.
    #[must_use]
    pub const fn get(self) -> time::Duration {
        self.0
    }

    /// Whether this is no time at all.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

impl From<time::Duration> for Duration {
    fn from(value: time::Duration) -> Self {
        Self(value)
    }
}

impl From<Duration> for time::Duration {
    fn from(value: Duration) -> Self {
        value.0
    }
}

impl FromStr for Duration {
    type Err = ParseDurationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut rest = text.trim();
        if rest == "0" {
            return Ok(Self::ZERO);
        }
        if rest.is_empty() {
            return Err(ParseDurationError::Malformed);
        }
        let mut nanos: u128 = 0;
        let mut units = UNITS.as_slice();
        while !rest.is_empty() {
            let (count, unit, tail) = split_part(rest)?;
            let known = UNITS.iter().any(|(name, _)| *name == unit);
            let place = units.iter().position(|(name, _)| *name == unit);
            let place = place.ok_or(if known {
                ParseDurationError::UnitOrder
            } else {
                ParseDurationError::Malformed
            })?;
            nanos = count
                .checked_mul(units[place].1)
                .and_then(|part| nanos.checked_add(part))
                .ok_or(ParseDurationError::TooLong)?;
            units = &units[place + 1..];
            rest = tail;
        }
        from_nanos(nanos).map(Self)
    }
}

/// Splits the leading number and its unit from the text: `1m30s` is `1`, `m` and `30s`.
fn split_part(text: &str) -> Result<(u128, &str, &str), ParseDurationError> {
    let unit_at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(unit_at);
    let unit_end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (unit, tail) = rest.split_at(unit_end);
    if digits.is_empty() || unit.is_empty() {
        return Err(ParseDurationError::Malformed);
    }
    let count = digits.parse().map_err(|_| ParseDurationError::TooLong)?;
    Ok((count, unit, tail))
}

fn from_nanos(nanos: u128) -> Result<time::Duration, ParseDurationError> {
    let secs = u64::try_from(nanos / NANOS_PER_SECOND).map_err(|_| ParseDurationError::TooLong)?;
    let below = u32::try_from(nanos % NANOS_PER_SECOND).map_err(|_| ParseDurationError::TooLong)?;
    Ok(time::Duration::new(secs, below))
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("0s");
        }
        let mut left = self.0.as_nanos();
        for (name, nanos) in UNITS {
            let count = left / nanos;
            left %= nanos;
            if count > 0 {
                write!(f, "{count}{name}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for ParseDurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not a length of time",
            Self::UnitOrder => "units must go from large to small, each at most once",
            Self::TooLong => "longer than can be counted",
        })
    }
}

impl Error for ParseDurationError {}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|err| de::Error::custom(format_args!("`{text}`: {err}")))
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> String {
        "Duration".to_owned()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        super::formatted(&[InstanceType::String], super::DURATION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Duration, ParseDurationError> {
        text.parse()
    }

    #[test]
    fn every_unit_is_understood() {
        assert_eq!(parsed("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(parsed("5s"), Ok(Duration::from_secs(5)));
        assert_eq!(parsed("2m"), Ok(Duration::from_secs(120)));
        assert_eq!(parsed("1h"), Ok(Duration::from_secs(3_600)));
        assert_eq!(parsed("10d"), Ok(Duration::from_secs(864_000)));
        assert_eq!(parsed("7us3ns"), Ok(time::Duration::from_nanos(7_003).into()));
        assert_eq!(parsed(" 0 "), Ok(Duration::ZERO));
    }

    #[test]
    fn parts_add_up() {
        assert_eq!(parsed("1m30s"), Ok(Duration::from_secs(90)));
        assert_eq!(parsed("1d2h3m4s5ms"), Ok(Duration::from_millis(93_784_005)));
        assert_eq!(parsed("90s"), Ok(Duration::from_secs(90)));
    }

    #[test]
    fn a_text_that_leaves_room_for_doubt_is_refused() {
        for text in ["", "5", "s", "1.5s", "-1s", "5 s", "1w", "1m 30s", "1m30", "5S"] {
            assert_eq!(parsed(text), Err(ParseDurationError::Malformed), "{text}");
        }
        assert_eq!(parsed("30s1m"), Err(ParseDurationError::UnitOrder));
        assert_eq!(parsed("1s1s"), Err(ParseDurationError::UnitOrder));
        assert_eq!(parsed("999999999999999999999d"), Err(ParseDurationError::TooLong));
        assert_eq!(parsed(&format!("{}s", "9".repeat(60))), Err(ParseDurationError::TooLong));
    }

    #[test]
    fn what_is_written_can_be_read_again() {
        for millis in [0, 1, 250, 999, 1_000, 90_000, 86_400_000, 93_784_005] {
            let duration = Duration::from_millis(millis);
            assert_eq!(parsed(&duration.to_string()), Ok(duration));
        }
        assert_eq!(Duration::from_secs(90).to_string(), "1m30s");
        assert_eq!(Duration::ZERO.to_string(), "0s");
    }
}
