//! What is told about each answer, for metrics.

use std::time::Duration;

/// Where an answer came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It was remembered.
    Hit,
    /// The store was asked for it.
    Miss,
    /// Somebody was asking the store already, and told everybody who waited.
    Shared,
    /// There is none: the look-up failed, this caller's or the one it waited for.
    Error,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Hit, Self::Miss, Self::Shared, Self::Error];

    /// A word for metrics.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Miss => "miss",
            Self::Shared => "shared",
            Self::Error => "error",
        }
    }
}

/// One answer of a cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// Where it came from.
    pub outcome: Outcome,
    /// How long the caller waited.
    pub took: Duration,
    /// How long the store took, if this caller asked it.
    pub store_took: Option<Duration>,
}
