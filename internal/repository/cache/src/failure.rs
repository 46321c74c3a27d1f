//! A failure of the store that several are told about.

use std::error::Error;
use std::sync::Arc;

use courses_port::StoreError;

type Source = dyn Error + Send + Sync;

/// A [`StoreError`] that can be cloned: whoever waits for a look-up that fails gets it as if they
/// had asked themselves.
#[derive(Clone)]
pub(crate) struct Failure {
    kind: fn(Box<Source>) -> StoreError,
    source: Arc<Source>,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let (kind, source): (fn(Box<Source>) -> StoreError, _) = match error {
            StoreError::Unavailable(source) => (StoreError::Unavailable, source),
            StoreError::TimedOut(source) => (StoreError::TimedOut, source),
            StoreError::Broken(source) => (StoreError::Broken, source),
        };
        Self { kind, source: source.into() }
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        (failure.kind)(Box::new(failure.source))
    }
}
