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
