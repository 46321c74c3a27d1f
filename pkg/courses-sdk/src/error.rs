//! The one error of this crate.

use std::sync::Arc;

use progenitor_client::Error as Generated;
use reqwest::StatusCode;

use crate::problem::{Problem, text};
use crate::session::Failure;

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
    /// There is no session, or it is over, and the client has nothing to sign in with: somebody
    /// has to sign in ([`crate::Session::sign_in`]).
    #[error("nobody is signed in")]
    SignedOut {
        /// What the service said to the last attempt, if there was one.
        problem: Option<Box<Problem>>,
    },
    /// New tokens could not be had this time, and the call was not sent. Nobody is signed out.
    #[error("the access token could not be renewed")]
    Renewal(#[source] Arc<dyn std::error::Error + Send + Sync>),
    /// The token store failed.
    #[error("the tokens could not be stored")]
    TokenStore(#[source] Arc<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// The problem, if the service answered one.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            Self::SignedOut { problem } => problem.as_deref(),
            Self::Renewal(cause) => cause.downcast_ref::<Self>()?.problem(),
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
            Self::UnexpectedAnswer { request_id, .. } => request_id.as_deref(),
            _ => self.problem()?.request_id.as_deref(),
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
            Generated::UnexpectedResponse(answer) => {
                match (Failure::of(&answer), answer.status()) {
                    (Some(failure), _) => failure.into(),
                    (None, StatusCode::NOT_MODIFIED) => Self::NotModified,
                    (None, status) => {
                        let request_id = text(answer.headers(), "x-request-id").map(str::to_owned);
                        Self::UnexpectedAnswer { status, request_id }
                    }
                }
            }
        }
    }
}
