//! How a shutdown ended, for people and for the exit code.

/// Exit code of a clean end.
pub const EXIT_CLEAN: u8 = 0;
/// Exit code of a program that ended in good order, but because a critical task had ended.
pub const EXIT_FAILED: u8 = 1;
/// Exit code of a shutdown that ran out of time (`EX_TEMPFAIL` of `sysexits.h`).
pub const EXIT_TIMED_OUT: u8 = 75;
/// Exit code of a program told twice to stop (what a shell reports for an interrupt).
pub const EXIT_FORCED: u8 = 130;

/// How a shutdown ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "the exit code of the program depends on it"]
pub enum Outcome {
    /// Every task and every callback ended in time. A callback may have failed; the log tells.
    Clean,
    /// Something did not end in time.
    TimedOut {
        /// Names of tasks and callbacks that were cut off, or that never had their turn.
        open: Vec<String>,
    },
    /// A second signal ended it at once.
    Forced,
}

impl Outcome {
    /// [`EXIT_CLEAN`], [`EXIT_TIMED_OUT`] or [`EXIT_FORCED`].
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Clean => EXIT_CLEAN,
            Self::TimedOut { .. } => EXIT_TIMED_OUT,
            Self::Forced => EXIT_FORCED,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_an_exit_code_of_its_own() {
        assert_eq!(Outcome::Clean.exit_code(), 0);
        assert_eq!(Outcome::TimedOut { open: Vec::new() }.exit_code(), 75);
        assert_eq!(Outcome::Forced.exit_code(), 130);
    }
}
