//! How much a course counts for.

use crate::shared::Coded;

/// A range of credits in hundredths: three credits are 300.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Credits {
    min: u32,
    max: u32,
}

/// Why two numbers are no range of credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CreditsError {
    /// The smaller bound is the larger one.
    #[error("the least credits must not exceed the most")]
    Reversed,
    /// Larger than any course.
    #[error("at most {max} hundredths of a credit are allowed", max = Credits::MAX)]
    TooMany,
}

impl Coded for CreditsError {
    fn code(&self) -> &'static str {
        match self {
            Self::Reversed => "range-reversed",
            Self::TooMany => "maximum",
        }
    }
}

impl Credits {
    /// The most hundredths of a credit a course can have.
    pub const MAX: u32 = 100_000;

    /// Accepts a range whose ends are included.
    ///
    /// # Errors
    ///
    /// [`CreditsError`] if it is reversed or too large.
    pub fn new(min: u32, max: u32) -> Result<Self, CreditsError> {
        if min > max {
            return Err(CreditsError::Reversed);
        }
        if max > Self::MAX {
            return Err(CreditsError::TooMany);
        }
        Ok(Self { min, max })
    }

    /// The least, in hundredths.
    #[must_use]
    pub const fn min(self) -> u32 {
        self.min
    }

    /// The most, in hundredths.
    #[must_use]
    pub const fn max(self) -> u32 {
        self.max
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_range_runs_forwards_and_stays_below_the_most(
            min in 0..=2 * Credits::MAX, max in 0..=2 * Credits::MAX
        ) {
            match Credits::new(min, max) {
                Ok(credits) => {
                    prop_assert_eq!((credits.min(), credits.max()), (min, max));
                    prop_assert!(min <= max && max <= Credits::MAX);
                }
                Err(CreditsError::Reversed) => prop_assert!(min > max),
                Err(CreditsError::TooMany) => prop_assert!(min <= max && max > Credits::MAX),
            }
        }
    }

    #[test]
    fn both_ends_may_be_the_same_and_reach_the_most() {
        assert!(Credits::new(0, 0).is_ok());
        assert!(Credits::new(Credits::MAX, Credits::MAX).is_ok());
        assert_eq!(Credits::new(2, 1).unwrap_err().code(), "range-reversed");
        assert_eq!(Credits::new(0, Credits::MAX + 1).unwrap_err().code(), "maximum");
    }
}
