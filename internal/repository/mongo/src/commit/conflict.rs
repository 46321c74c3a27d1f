//! Which conflict a refused write means.

use courses_domain::Aggregate;
use courses_port::{CommitError, Conflict, StoreError};
use mongodb::error::{Error, ErrorKind};
use xmongo::{Failure, StatementError, classify};

use crate::error::{from_driver, from_failure};
use crate::schema::{
    EMAIL_UNIQUE, EXTERNAL_IDS_UNIQUE, ID, OPEN_REQUEST_UNIQUE, RUN_KEY_UNIQUE, SLUGS_UNIQUE,
    SUBJECT_CODE_UNIQUE,
};

/// What the refusal of a unique index means, for an insert or update of `aggregate`.
fn of_index(index: &str, aggregate: Aggregate) -> Option<Conflict> {
    match index {
        ID => Some(Conflict::Stale(aggregate)),
        SLUGS_UNIQUE => Some(Conflict::SlugTaken),
        EXTERNAL_IDS_UNIQUE => Some(Conflict::ExternalIdTaken),
        OPEN_REQUEST_UNIQUE => Some(Conflict::PublicationRequestOpen),
        RUN_KEY_UNIQUE => Some(Conflict::RunKeyTaken),
        SUBJECT_CODE_UNIQUE => Some(Conflict::SubjectCodeTaken),
        EMAIL_UNIQUE => Some(Conflict::EmailTaken),
        _ => None,
    }
}

/// The conflict that a failed write of these aggregates means, if it means one.
pub(super) fn of_error(error: &Error, aggregates: &[Aggregate]) -> Option<Conflict> {
    let Failure::DuplicateKey { index } = classify(error) else { return None };
    let place = match error.kind.as_ref() {
        ErrorKind::InsertMany(error) => {
            error.write_errors.iter().flatten().next().map_or(0, |error| error.index)
        }
        _ => 0,
    };
    of_index(&index, *aggregates.get(place).or(aggregates.first())?)
}

/// What a refused statement of an update of these aggregates means.
pub(super) fn of_statement(
    error: StatementError,
    aggregates: &[Aggregate],
) -> Result<Conflict, StoreError> {
    let conflict = match &error.failure {
        Failure::DuplicateKey { index } => {
            aggregates.get(error.statement).and_then(|aggregate| of_index(index, *aggregate))
        }
        _ => None,
    };
    conflict.ok_or_else(|| {
        let failure = error.failure.clone();
        from_failure(&failure, error)
    })
}

/// The error of a commit for a failed write of one aggregate.
pub(super) fn commit_error(error: Error, aggregate: Aggregate) -> CommitError {
    match of_error(&error, &[aggregate]) {
        Some(conflict) => conflict.into(),
        None => from_driver(error).into(),
    }
}
