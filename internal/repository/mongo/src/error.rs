//! How failures of the driver and bad records become errors of the ports.

use std::error::Error;
use std::fmt::Display;

use courses_port::StoreError;
use xmongo::{Failure, StatementError, TransactionError, classify};

pub(crate) type Cause = Box<dyn Error + Send + Sync>;

/// The error of a port for a failure of the driver.
pub(crate) fn from_driver(error: mongodb::error::Error) -> StoreError {
    from_failure(&classify(&error), error)
}

/// The error of a port for a failure that calls for `failure`.
pub(crate) fn from_failure(failure: &Failure, cause: impl Into<Cause>) -> StoreError {
    match failure {
        Failure::Unavailable | Failure::WriteConflict => StoreError::Unavailable(cause.into()),
        Failure::TimedOut => StoreError::TimedOut(cause.into()),
        Failure::DuplicateKey { .. } | Failure::Invalid | Failure::Other => {
            StoreError::Broken(cause.into())
        }
    }
}

/// The error of a port for a refused statement of a write command.
pub(crate) fn from_statement(error: StatementError) -> StoreError {
    let failure = error.failure.clone();
    from_failure(&failure, error)
}

/// The error of a port for a transaction whose body refuses with such errors.
pub(crate) fn from_transaction(error: TransactionError<StoreError>) -> StoreError {
    match error {
        TransactionError::Refused(error) => error,
        TransactionError::Failed(error) => from_driver(error),
        TransactionError::TimedOut(error) => StoreError::TimedOut(error.into()),
    }
}

/// There was no answer before our own deadline.
#[derive(Debug, thiserror::Error)]
#[error("no answer within the deadline")]
pub(crate) struct Late;

/// A field of a record that breaks our rules.
#[derive(Debug, thiserror::Error)]
#[error("the field `{field}` is bad")]
pub(crate) struct BadField {
    pub(crate) field: String,
    #[source]
    pub(crate) source: Cause,
}

/// Names the field that a value came from.
pub(crate) trait InField<T> {
    /// The value, or an error that names `field`.
    fn in_field(self, field: impl Display) -> Result<T, BadField>;
}

impl<T, E: Into<Cause>> InField<T> for Result<T, E> {
    fn in_field(self, field: impl Display) -> Result<T, BadField> {
        self.map_err(|source| BadField { field: field.to_string(), source: source.into() })
    }
}

impl<T> InField<T> for Option<T> {
    fn in_field(self, field: impl Display) -> Result<T, BadField> {
        self.ok_or_else(|| BadField {
            field: field.to_string(),
            source: "is none of the known words".into(),
        })
    }
}

impl BadField {
    /// The same field, seen from further out.
    pub(crate) fn within(mut self, outer: impl Display) -> Self {
        self.field = format!("{outer}.{}", self.field);
        self
    }
}

/// A record that breaks our rules, and where to look for it.
#[derive(Debug, thiserror::Error)]
#[error("record {id} in `{collection}` has a bad `{field}`")]
pub(crate) struct CorruptRecord {
    pub(crate) collection: &'static str,
    pub(crate) id: String,
    pub(crate) field: String,
    #[source]
    pub(crate) source: Cause,
}

impl From<CorruptRecord> for StoreError {
    fn from(record: CorruptRecord) -> Self {
        Self::broken(record)
    }
}
