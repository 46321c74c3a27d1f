//! Why a store could not do as asked. The variants are the decisions a caller can make.

use std::error::Error;

/// A failure of a store that no input can be blamed for.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store cannot be reached right now; the same call may work later.
    #[error("the store is unavailable")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// The store did not answer in time; whether a change was made is unknown.
    #[error("the store did not answer in time")]
    TimedOut(#[source] Box<dyn Error + Send + Sync>),
    /// Anything that needs a person: a bug, or a record that breaks our own rules.
    #[error("the store failed")]
    Broken(#[source] Box<dyn Error + Send + Sync>),
}

impl StoreError {
    /// A store that cannot be reached.
    pub fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(source.into())
    }

    /// A failure that needs a person.
    pub fn broken(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Broken(source.into())
    }
}
