//! Where the ids and times of test values come from.

use courses_domain::EventOrigin;
use courses_domain::shared::EventId;
use jiff::{SignedDuration, Timestamp};
use uuid::{Builder, Uuid};

use super::Random;

/// Makes values for one test. Two with different seeds never make the same id.
#[derive(Debug, Clone)]
pub struct Make {
    /// Chance, for tests that want some of their own.
    pub random: Random,
    made: u64,
    now: Timestamp,
}

impl Make {
    /// A maker; its clock stands at noon of the first of March 2026.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let now = "2026-03-01T12:00:00.123Z".parse().expect("this is a timestamp");
        Self { random: Random::seeded(seed), made: 0, now }
    }

    /// The present.
    #[must_use]
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// Moves the clock on by a second; answers the new present.
    pub fn tick(&mut self) -> Timestamp {
        self.now = self.at(1);
        self.now
    }

    /// So many seconds from now, backwards if negative.
    #[must_use]
    pub fn at(&self, seconds: i64) -> Timestamp {
        self.now + SignedDuration::from_secs(seconds)
    }

    /// A new `UUIDv7` as any kind of id; later ones sort after earlier ones.
    pub fn id<T: From<Uuid>>(&mut self) -> T {
        self.made += 1;
        let mut chance = [0; 10];
        chance[..8].copy_from_slice(&self.random.number().to_be_bytes());
        chance[8..].copy_from_slice(&self.random.number().to_be_bytes()[..2]);
        Builder::from_unix_timestamp_millis(1_772_000_000_000 + self.made, &chance)
            .into_uuid()
            .into()
    }

    /// A word that nobody else gets.
    pub fn unique(&mut self) -> String {
        let id: Uuid = self.id();
        id.simple().to_string()
    }

    /// A new id for an event.
    pub fn event_id(&mut self) -> EventId {
        self.id()
    }

    /// Who asked, with every field set.
    pub fn origin(&mut self) -> EventOrigin {
        EventOrigin {
            actor: Some(self.id()),
            correlation_id: Some(format!("запрос-{}", self.unique())),
            causation_id: Some(self.id()),
            traceparent: Some(format!("00-{}-00f067aa0ba902b7-01", self.unique())),
        }
    }
}
