//! What is told about a command once it is over.

use std::time::Duration;

use crate::Failure;

/// A command that was answered or refused.
#[derive(Debug, Clone, Copy)]
pub struct FinishedCommand<'a> {
    /// The collection, or an empty text for commands without one.
    pub collection: &'a str,
    /// The name of the command, such as `find`.
    pub command: &'a str,
    /// How it ended.
    pub outcome: Outcome,
    /// From sending it to its answer.
    pub duration: Duration,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Ok,
    /// A unique index or somebody else's write stood against it.
    Conflict,
    /// It failed.
    Error,
}

impl Outcome {
    /// The word for this outcome.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Conflict => "conflict",
            Self::Error => "error",
        }
    }

    pub(crate) const fn of(failure: &Failure) -> Self {
        match failure {
            Failure::DuplicateKey { .. } | Failure::WriteConflict => Self::Conflict,
            _ => Self::Error,
        }
    }
}

/// Counts commands. Every `Fn(&FinishedCommand)` is one.
pub trait CommandObserver: Send + Sync {
    /// Notes that a command ended. Called on the task that asked for it, so it must be quick.
    fn finished(&self, command: &FinishedCommand<'_>);
}

impl<F: Fn(&FinishedCommand<'_>) + Send + Sync> CommandObserver for F {
    fn finished(&self, command: &FinishedCommand<'_>) {
        self(command);
    }
}
