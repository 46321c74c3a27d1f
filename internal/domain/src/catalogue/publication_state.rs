//! The life of a publication request: which status may follow which.

use std::fmt;

/// Where a publication request is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PublicationStatus {
    /// Nobody has looked at it.
    Unwatched,
    /// The draft was published.
    Approved,
    /// The draft was sent back.
    Rejected,
    /// A later request took its place, or its course went away.
    Withdrawn,
}

impl PublicationStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Unwatched, Self::Approved, Self::Rejected, Self::Withdrawn];

    /// The word for this status.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unwatched => "unwatched",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The status with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// Whether somebody still has to look at it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Unwatched)
    }

    /// The status after `step`. Whatever was decided is final.
    ///
    /// # Errors
    ///
    /// [`IllegalPublicationStep`] if the step is not allowed in this status.
    pub const fn after(self, step: PublicationStep) -> Result<Self, IllegalPublicationStep> {
        match (self, step) {
            (Self::Unwatched, PublicationStep::Approve) => Ok(Self::Approved),
            (Self::Unwatched, PublicationStep::Reject) => Ok(Self::Rejected),
            (Self::Unwatched, PublicationStep::Withdraw) => Ok(Self::Withdrawn),
            (Self::Approved | Self::Rejected | Self::Withdrawn, requested) => {
                Err(IllegalPublicationStep { from: self, requested })
            }
        }
    }

    /// The steps allowed in this status.
    #[must_use]
    pub fn allowed(self) -> Vec<PublicationStep> {
        PublicationStep::ALL.into_iter().filter(|step| self.after(*step).is_ok()).collect()
    }
}

/// What can be done with a publication request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PublicationStep {
    /// Publish the draft.
    Approve,
    /// Send the draft back.
    Reject,
    /// Take the request back.
    Withdraw,
}

impl PublicationStep {
    /// Every step.
    pub const ALL: [Self; 3] = [Self::Approve, Self::Reject, Self::Withdraw];

    /// The verb.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Withdraw => "withdraw",
        }
    }
}

/// A step that the present status does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IllegalPublicationStep {
    /// The present status.
    pub from: PublicationStatus,
    /// What was asked for.
    pub requested: PublicationStep,
}

impl fmt::Display for IllegalPublicationStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, requested) = (self.from.word(), self.requested.word());
        write!(f, "to {requested} a publication request that is {from} is not possible")
    }
}

impl std::error::Error for IllegalPublicationStep {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_steps_is_the_documented_one() {
        use PublicationStatus as S;
        use PublicationStep as P;
        let legal = [
            (S::Unwatched, P::Approve, S::Approved),
            (S::Unwatched, P::Reject, S::Rejected),
            (S::Unwatched, P::Withdraw, S::Withdrawn),
        ];
        for from in S::ALL {
            for requested in P::ALL {
                let expected = legal
                    .iter()
                    .find(|(status, step, _)| (*status, *step) == (from, requested))
                    .map(|(_, _, to)| *to);
                assert_eq!(from.after(requested).ok(), expected, "{from:?} {requested:?}");
                assert_eq!(from.allowed().contains(&requested), expected.is_some());
            }
            assert_eq!(S::parse(from.word()), Some(from));
            assert_eq!(from.is_open(), !from.allowed().is_empty(), "a decision is final");
        }
        assert_eq!(S::parse("watched"), None);
    }
}
