//! How a chore ended when it did not fail outright.

use crate::environment::is_ci;
use crate::totals::Totals;

/// What there is to say about a chore.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// It is done, and everything was well.
    Done,
    /// This machine lacks something that it needs.
    Skipped(String),
    /// It counted what it checked; some of it may have failed.
    Counted(Totals),
}

impl Outcome {
    /// What a chore says that lacks something: a developer may do without, CI may not.
    pub(crate) fn without(missing: anyhow::Error) -> anyhow::Result<Self> {
        if is_ci() { Err(missing) } else { Ok(Self::Skipped(format!("{missing:#}"))) }
    }

    /// Prints what is left to say; `false` if something failed.
    pub(crate) fn tell(&self) -> bool {
        match self {
            Self::Done => true,
            Self::Skipped(reason) => {
                println!("skipped: {reason}");
                true
            }
            Self::Counted(totals) => {
                println!("\n{totals}");
                !totals.has_failures()
            }
        }
    }
}
