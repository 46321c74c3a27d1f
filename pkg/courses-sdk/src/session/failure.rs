//! Why a call has no token, and how that gets through the generated code to the caller.

use std::error::Error as StdError;
use std::sync::Arc;

use reqwest::{Response, StatusCode};

use super::store::TokenStoreError;
use crate::{Error, Problem};

/// Why there is no token. Cloned for every caller that has waited.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    SignedOut(Option<Box<Problem>>),
    Renewal(Arc<dyn StdError + Send + Sync>),
    Store(Arc<dyn StdError + Send + Sync>),
}

impl Failure {
    pub(super) fn renewal(cause: impl StdError + Send + Sync + 'static) -> Self {
        Self::Renewal(Arc::new(cause))
    }

    pub(super) fn store(cause: TokenStoreError) -> Self {
        Self::Store(cause.into())
    }

    /// An answer that no service gives and the generated code hands on as it is.
    pub(crate) fn into_response(self) -> Response {
        let mut response = http::Response::new("");
        *response.status_mut() = StatusCode::from_u16(999).expect("three digits are a status");
        response.extensions_mut().insert(self);
        response.into()
    }

    /// The failure in such an answer.
    pub(crate) fn of(response: &Response) -> Option<Self> {
        response.extensions().get().cloned()
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::SignedOut(problem) => Self::SignedOut { problem },
            Failure::Renewal(cause) => Self::Renewal(cause),
            Failure::Store(cause) => Self::TokenStore(cause),
        }
    }
}
