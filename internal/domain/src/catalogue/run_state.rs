//! The small values of a run.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::shared::{Coded, TextError, text_value};

text_value! {
    /// Where a run takes place.
    Location, 200
}

/// Where a run is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RunStatus {
    /// Announced.
    Planned,
    /// Gives seats.
    Open,
    /// Gives no seats.
    Closed,
    /// Will not take place.
    Cancelled,
    /// Took place.
    Completed,
}

impl RunStatus {
    /// Every status.
    pub const ALL: [Self; 5] =
        [Self::Planned, Self::Open, Self::Closed, Self::Cancelled, Self::Completed];

    /// The word for this status.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Completed => "completed",
        }
    }

    /// The status with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// The verbs that are allowed in this status.
    #[must_use]
    pub const fn allowed(self) -> &'static [&'static str] {
        match self {
            Self::Planned => &["open", "cancel"],
            Self::Open => &["close", "cancel", "complete"],
            Self::Closed => &["open", "cancel", "complete"],
            Self::Cancelled | Self::Completed => &[],
        }
    }
}

/// A change of status that the present one does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a run that is {} cannot {requested}", from.word())]
pub struct IllegalRunTransition {
    /// The present status.
    pub from: RunStatus,
    /// The verb that was asked for.
    pub requested: &'static str,
}

/// How a run is taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Over the network.
    Online,
    /// In a place.
    Onsite,
    /// Both.
    Hybrid,
    /// Everybody at their own pace.
    SelfPaced,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::Online, Self::Onsite, Self::Hybrid, Self::SelfPaced];

    /// The word for this mode.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Onsite => "onsite",
            Self::Hybrid => "hybrid",
            Self::SelfPaced => "self_paced",
        }
    }

    /// The mode with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }
}

/// How many seats a run has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Capacity(Option<u32>);

/// Why a number is no capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("at most {max} seats are allowed; leave it out for no limit", max = Capacity::MAX)]
pub struct CapacityError;

impl Coded for CapacityError {
    fn code(&self) -> &'static str {
        "maximum"
    }
}

impl Capacity {
    /// The most seats of a run that has a limit.
    pub const MAX: u32 = 1_000_000;
    /// As many seats as wanted.
    pub const UNLIMITED: Self = Self(None);

    /// `None` is unlimited, 0 gives no seats.
    ///
    /// # Errors
    ///
    /// [`CapacityError`] if the limit is too large.
    pub const fn new(seats: Option<u32>) -> Result<Self, CapacityError> {
        match seats {
            Some(seats) if seats > Self::MAX => Err(CapacityError),
            _ => Ok(Self(seats)),
        }
    }

    /// The limit, if there is one.
    #[must_use]
    pub const fn seats(self) -> Option<u32> {
        self.0
    }
}

/// When seats are given; an open end has no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct EnrolmentWindow {
    /// From when on.
    pub opens_at: Option<Timestamp>,
    /// Until when, not included.
    pub closes_at: Option<Timestamp>,
}

/// The name of a time zone of the IANA database, such as `Europe/Berlin`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TimeZoneName(String);

/// The database that is compiled in; it remembers the zones it has read.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

impl TimeZoneName {
    /// Accepts a name that the database compiled into the program knows, in any case; keeps it
    /// as the database spells it.
    ///
    /// # Errors
    ///
    /// [`TextError::Form`] if it does not know the name.
    pub fn parse(raw: &str) -> Result<Self, TextError> {
        let refused =
            TextError::Form { expected: "an IANA time zone name such as `Europe/Berlin`" };
        let zone = ZONES.get(raw).map_err(|_| refused)?;
        zone.iana_name().map(|name| Self(name.to_owned())).ok_or(refused)
    }

    /// The rules of the zone.
    #[must_use]
    pub(crate) fn zone(&self) -> TimeZone {
        ZONES.get(&self.0).expect("only names that the database knows are kept")
    }

    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self("UTC".to_owned())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_limit_and_no_seats_are_different_things() {
        assert_eq!(Capacity::new(None), Ok(Capacity::UNLIMITED));
        assert_eq!(Capacity::new(Some(0)).unwrap().seats(), Some(0));
        assert_eq!(Capacity::new(Some(Capacity::MAX)).unwrap().seats(), Some(1_000_000));
        let refused = Capacity::new(Some(Capacity::MAX + 1)).unwrap_err();
        assert_eq!(refused.code(), "maximum");
    }

    #[test]
    fn a_time_zone_is_kept_as_the_database_spells_it() {
        for (raw, name) in
            [("europe/berlin", "Europe/Berlin"), ("utc", "UTC"), ("Asia/Tokyo", "Asia/Tokyo")]
        {
            let zone = TimeZoneName::parse(raw).unwrap();
            assert_eq!(zone.as_str(), name);
            assert_eq!(TimeZoneName::parse(zone.as_str()), Ok(zone));
        }
        assert_eq!(TimeZoneName::parse("UTC"), Ok(TimeZoneName::utc()));
        for bad in ["", "Mars/Olympus", "Etc/Unknown", "+03:00", " UTC", &"x".repeat(1000)] {
            assert!(TimeZoneName::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for status in RunStatus::ALL {
            assert_eq!(RunStatus::parse(status.word()), Some(status));
        }
        for mode in Mode::ALL {
            assert_eq!(Mode::parse(mode.word()), Some(mode));
        }
        assert_eq!((RunStatus::parse("Open"), Mode::parse("self-paced")), (None, None));
    }
}
