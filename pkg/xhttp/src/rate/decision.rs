//! The answer of a limit.

use std::time::Duration;

use xerror::{Problem, kinds};

/// Whether one more request is within the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Decision {
    /// The class has no limit.
    Unlimited,
    /// It is, and has been counted.
    Allowed {
        /// The most requests at once.
        limit: u32,
        /// Requests that may follow at once.
        remaining: u32,
        /// The time within which no more than `remaining` may follow.
        reset: Duration,
    },
    /// It is not, and has not been counted.
    Refused {
        /// The most requests at once.
        limit: u32,
        /// The time after which the next request is within the limit.
        retry_after: Duration,
    },
}

impl Decision {
    /// Whether the request must not be served.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }

    /// The problem to answer with, if the request must not be served.
    #[must_use]
    pub fn to_problem(&self) -> Option<Problem> {
        match self {
            Self::Refused { retry_after, .. } => Some(rate_limited(*retry_after)),
            Self::Unlimited | Self::Allowed { .. } => None,
        }
    }
}

/// 429 `rate-limited`, with `Retry-After`.
#[must_use]
pub fn rate_limited(retry_after: Duration) -> Problem {
    Problem::new(&kinds::RATE_LIMITED)
        .detail("more requests than this caller may make; `Retry-After` says when to come back")
        .retry_after(retry_after)
}
