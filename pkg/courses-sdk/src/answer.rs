//! What stands around the body of an answer.

use reqwest::header::{ETAG, LOCATION};

use crate::error::{CallError, Error};
use crate::generated::{ResponseValue, types};
use crate::problem::text;

/// Reads the headers of an answer.
pub trait AnswerExt {
    /// The tag of this version, for `if_match` and `if_none_match`.
    fn etag(&self) -> Option<types::EntityTag>;
    /// The path of the resource that was made.
    fn location(&self) -> Option<&str>;
    /// The name of the request in the service's logs.
    fn request_id(&self) -> Option<&str>;
    /// Whether this is the stored answer of an earlier request with the same key.
    fn is_replayed(&self) -> bool;
}

impl<T> AnswerExt for ResponseValue<T> {
    fn etag(&self) -> Option<types::EntityTag> {
        text(self.headers(), ETAG.as_str())?.parse().ok()
    }

    fn location(&self) -> Option<&str> {
        text(self.headers(), LOCATION.as_str())
    }

    fn request_id(&self) -> Option<&str> {
        text(self.headers(), "x-request-id")
    }

    fn is_replayed(&self) -> bool {
        text(self.headers(), "idempotent-replayed") == Some("true")
    }
}

/// Makes "nothing changed" a case of its own after a read with `if_none_match`.
pub trait IfChanged {
    /// The answer of the call.
    type Answer;

    /// The answer, or `None` if the resource still has the tag that was sent.
    ///
    /// # Errors
    ///
    /// [`Error`] for every other failure.
    fn if_changed(self) -> Result<Option<Self::Answer>, Error>;
}

impl<T> IfChanged for Result<ResponseValue<T>, CallError> {
    type Answer = ResponseValue<T>;

    fn if_changed(self) -> Result<Option<ResponseValue<T>>, Error> {
        match self.map_err(Error::from) {
            Ok(answer) => Ok(Some(answer)),
            Err(Error::NotModified) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
