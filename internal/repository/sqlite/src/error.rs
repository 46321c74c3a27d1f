//! What can go wrong in a file, and which decision each failure leaves to the caller.

use std::error::Error;

use courses_port::{CommitError, StoreError};
use rusqlite::ErrorCode;

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder of the file cannot be made.
    #[error("the folder of the database cannot be made")]
    Folder(#[source] std::io::Error),
    /// A thread cannot be started.
    #[error("the writer of the database cannot be started")]
    Thread(#[source] std::io::Error),
    /// A newer program wrote the file.
    #[error(
        "the database has version {found}, this program knows versions up to {known}: start a newer program"
    )]
    Newer {
        /// The version of the file.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The file cannot be opened, is no database, or is damaged.
    #[error("the database cannot be opened")]
    Sqlite(#[from] rusqlite::Error),
}

/// The store was closed, so nothing can be asked any more.
#[derive(Debug, thiserror::Error)]
#[error("the database is closed")]
pub(crate) struct Closed;

/// Everybody who may work is at work, and nobody became free in time.
#[derive(Debug, thiserror::Error)]
#[error("too much work is waiting for the database")]
pub(crate) struct Crowded;

/// A write took longer than anybody wants to wait.
#[derive(Debug, thiserror::Error)]
#[error("the writer of the database did not answer in time")]
pub(crate) struct SlowWriter;

/// A record holds something that this program would never have written.
#[derive(Debug, thiserror::Error)]
#[error("the record {id} of table {table} has a bad field {field}")]
pub(crate) struct BadRecord {
    pub(crate) table: &'static str,
    pub(crate) id: String,
    pub(crate) field: &'static str,
    #[source]
    pub(crate) source: Box<dyn Error + Send + Sync>,
}

/// A failure inside the adapter.
#[derive(Debug)]
pub(crate) enum Failure {
    Sqlite(rusqlite::Error),
    BadRecord(BadRecord),
    Broken(Box<dyn Error + Send + Sync>),
}

impl From<rusqlite::Error> for Failure {
    fn from(err: rusqlite::Error) -> Self {
        Self::Sqlite(err)
    }
}

impl From<BadRecord> for Failure {
    fn from(err: BadRecord) -> Self {
        Self::BadRecord(err)
    }
}

impl Failure {
    /// A bug of this program.
    pub(crate) fn broken(err: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Broken(err.into())
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Sqlite(err) => store_error(err),
            Failure::BadRecord(err) => Self::broken(err),
            Failure::Broken(err) => Self::Broken(err),
        }
    }
}

impl From<Failure> for CommitError {
    fn from(failure: Failure) -> Self {
        Self::Store(failure.into())
    }
}

/// What a failure of the library means for the caller.
pub(crate) fn store_error(err: rusqlite::Error) -> StoreError {
    match err.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::DiskFull
            | ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::OutOfMemory
            | ErrorCode::OperationAborted
            | ErrorCode::FileLockingProtocolFailed,
        ) => StoreError::unavailable(err),
        Some(ErrorCode::OperationInterrupted) => StoreError::TimedOut(err.into()),
        _ => StoreError::broken(err),
    }
}
