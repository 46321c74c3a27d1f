//! The call of a handler, and what becomes of its outcome.

use std::sync::Arc;

use axum::response::Response;
use tracing::{Instrument as _, Span};
use xerror::Problem;

use crate::{Answer, Operation, Schemas};

/// What generated handlers share: the implementation and whatever knows callers.
#[derive(Debug)]
pub struct Service<A, U> {
    /// Implements the traits.
    pub api: Arc<A>,
    /// Tells who calls.
    pub auth: Arc<U>,
}

impl<A, U> Clone for Service<A, U> {
    fn clone(&self) -> Self {
        Self { api: Arc::clone(&self.api), auth: Arc::clone(&self.auth) }
    }
}

/// A handler did not come to its end.
#[derive(Debug, thiserror::Error)]
#[error("handler of `{operation}` did not finish")]
struct Unfinished {
    operation: &'static str,
    #[source]
    source: tokio::task::JoinError,
}

/// Something was wrong with the input and nothing was noted: a bug of this crate.
#[derive(Debug, thiserror::Error)]
#[error("input is missing although nothing was wrong with it")]
struct Unchecked;

/// Runs `work` inside `span`. What changes something runs to its end even if the caller goes away.
///
/// # Errors
///
/// Those of `work`, and an internal problem if it panics in a task of its own.
pub async fn call<T, F>(operation: &'static Operation, span: Span, work: F) -> Result<T, Problem>
where
    T: Send + 'static,
    F: Future<Output = Result<T, Problem>> + Send + 'static,
{
    let work = work.instrument(span);
    if operation.is_safe() {
        return work.await;
    }
    match tokio::spawn(work).await {
        Ok(outcome) => outcome,
        Err(source) => Err(Problem::internal(Unfinished { operation: operation.name, source })),
    }
}

/// The response for the outcome of `work`. Carries the operation in its extensions.
pub async fn respond<F>(
    operation: &'static Operation,
    schemas: &'static Schemas,
    work: F,
) -> Response
where
    F: Future<Output = Result<Answer, Problem>>,
{
    let outcome = work.await.and_then(|answer| answer.into_response(operation, schemas));
    let mut response = outcome.unwrap_or_else(xhttp::problem_response);
    response.extensions_mut().insert(operation);
    response
}

/// Input that was found to be right.
///
/// # Errors
///
/// An internal problem if there is none.
pub fn checked<T>(input: Option<T>) -> Result<T, Problem> {
    input.ok_or_else(|| Problem::internal(Unchecked))
}
