//! The one error of this crate.

use progenitor_client::Error as Generated;
use reqwest::StatusCode;

use crate::problem::{Problem, text};

/// What a generated call fails with. `?` turns it into [`Error`].
pub type CallError = Generated<Problem>;

/// Why a call did not succeed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The service said no.
    #[error("{0}")]
    Problem(Box<Problem>),
    /// The resource still has the tag of `If-None-Match`; see [`crate::IfChanged`].
    #[error("the resource has not changed")]
    NotModified,
    /// The call was not sent: a parameter is missing or does not fit.
    #[error("the call is not complete: {0}")]
    InvalidCall(String),
    /// The service could not be reached, or the connection broke.
    #[error("the service could not be reached")]
    Connection(#[source] reqwest::Error),
    /// The answer has a status that the contract does not name.
    #[error("an answer with status {status} was not expected")]
    UnexpectedAnswer {
        /// The status.
        status: StatusCode,
        /// The name of the request in the service's logs.
        request_id: Option<String>,
    },
    /// The body of the answer is not what the contract says.
    #[error("the answer could not be read")]
    UnreadableAnswer(#[source] serde_json::Error),
}

impl Error {
    /// The problem, if the service answered one.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            _ => None,
        }
    }

    /// The code of the problem, such as `not-found`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.problem().map(Problem::code)
    }

    /// The name of the request in the service's logs.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Problem(problem) => problem.request_id.as_deref(),
            Self::UnexpectedAnswer { request_id, .. } => request_id.as_deref(),
            _ => None,
        }
    }
}

impl From<CallError> for Error {
    fn from(error: CallError) -> Self {
        match error {
            Generated::ErrorResponse(answer) => Self::Problem(Box::new(Problem::of(answer))),
            Generated::InvalidRequest(reason) | Generated::Custom(reason) => {
                Self::InvalidCall(reason)
            }
            Generated::CommunicationError(error)
            | Generated::ResponseBodyError(error)
            | Generated::InvalidUpgrade(error) => Self::Connection(error),
            Generated::InvalidResponsePayload(_, error) => Self::UnreadableAnswer(error),
            Generated::UnexpectedResponse(answer) => match answer.status() {
                StatusCode::NOT_MODIFIED => Self::NotModified,
                status => {
                    let request_id = text(answer.headers(), "x-request-id").map(str::to_owned);
                    Self::UnexpectedAnswer { status, request_id }
                }
            },
        }
    }
}
