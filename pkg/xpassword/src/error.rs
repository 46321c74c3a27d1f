//! What can go wrong. A wrong password is no error.

use std::io;
use std::time::Duration;

use crate::Settings;

/// A password was not hashed or not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// All threads are at work and all places in the queue are taken. Nothing was done.
    #[error("too many passwords wait for their turn")]
    Overloaded {
        /// When it is worth to try again.
        retry_after: Duration,
    },
    /// The stored text is no argon2 hash, or one that would cost more than is bearable.
    #[error("the stored text is not a usable password hash")]
    NotAHash,
    /// The password could not be hashed: most likely there is no memory left.
    #[error("the password could not be hashed")]
    Failed,
}

/// A hasher could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The settings are outside of their bounds.
    #[error("passwords cannot be hashed with {settings:?}")]
    Settings {
        /// The settings in question.
        settings: Settings,
    },
    /// The operating system gave no thread.
    #[error("a thread that hashes passwords could not be started")]
    Thread(#[source] io::Error),
}
