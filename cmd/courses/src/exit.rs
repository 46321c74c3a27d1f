//! How the program ends: documented exit codes, and failures that say which one applies.

use std::fmt;

/// All went well.
pub(crate) const OK: u8 = 0;
/// The answer is no: unhealthy, rejected rows, a check that failed.
pub(crate) const NEGATIVE: u8 = 1;
/// The command line or the configuration is wrong.
pub(crate) const USAGE: u8 = 64;
/// A file given as input cannot be used.
pub(crate) const INPUT: u8 = 65;
/// Something the program depends on is away: the store, an address to listen on.
pub(crate) const UNAVAILABLE: u8 = 69;
/// A bug, or data that breaks our own rules.
pub(crate) const INTERNAL: u8 = 70;

/// Why a command could not do its work.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    error: anyhow::Error,
}

impl Failure {
    /// A failure with its exit code.
    pub(crate) fn new(code: u8, error: impl Into<anyhow::Error>) -> Self {
        Self { code, error: error.into() }
    }

    /// Something the program depends on is away.
    pub(crate) fn unavailable(error: impl Into<anyhow::Error>) -> Self {
        Self::new(UNAVAILABLE, error)
    }

    /// The exit code.
    pub(crate) const fn code(&self) -> u8 {
        self.code
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.error)
    }
}

impl From<xconfig::ConfigError> for Failure {
    fn from(err: xconfig::ConfigError) -> Self {
        Self::new(xconfig::EXIT_CODE, err)
    }
}

impl From<courses_port::StoreError> for Failure {
    fn from(err: courses_port::StoreError) -> Self {
        match err {
            courses_port::StoreError::Broken(_) => Self::new(INTERNAL, err),
            _ => Self::unavailable(err),
        }
    }
}
