//! The one error type that reaches the HTTP edge.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::{FieldError, Kind, kinds};

/// Any error that may cross threads.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// What went wrong with a request: what the caller is told, and why it happened.
///
/// Two words wide, so that `Result<T, Problem>` stays small.
#[derive(Debug)]
pub struct Problem {
    kind: &'static Kind,
    pub(crate) parts: Box<Parts>,
}

#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) detail: Option<Cow<'static, str>>,
    pub(crate) fields: Vec<FieldError>,
    pub(crate) cause: Option<BoxError>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) extensions: Vec<(&'static str, Value)>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Problem {
    /// A problem that says no more than its kind.
    #[must_use]
    pub fn new(kind: &'static Kind) -> Self {
        Self { kind, parts: Box::default() }
    }

    /// A fault of ours: the caller learns the request id, the log learns `cause`.
    #[must_use]
    pub fn internal(cause: impl Into<BoxError>) -> Self {
        Self::new(&kinds::INTERNAL).cause(cause)
    }

    /// Unknown or hidden: the two are answered with the same bytes.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(&kinds::NOT_FOUND)
    }

    /// Adds a sentence for the caller; it must be safe to show.
    ///
    /// Not shown on 404 and 500, and on other 5xx only if it is a literal.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.parts.detail = Some(detail.into());
        self
    }

    /// Adds one place of the request that was wrong.
    #[must_use]
    pub fn field(mut self, field: FieldError) -> Self {
        self.parts.fields.push(field);
        self
    }

    /// Adds places of the request that were wrong.
    #[must_use]
    pub fn fields(mut self, fields: Vec<FieldError>) -> Self {
        self.parts.fields.extend(fields);
        self
    }

    /// Says why, for the log; never shown outside development.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<BoxError>) -> Self {
        self.parts.cause = Some(cause.into());
        self
    }

    /// Tells the caller when to come back.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.parts.retry_after = Some(wait);
        self
    }

    /// Adds a member to the body, such as `allowed`. The names of the standard members are taken:
    /// an extension with one of them is not rendered.
    #[must_use]
    pub fn extension(mut self, name: &'static str, value: Value) -> Self {
        self.parts.extensions.push((name, value));
        self
    }

    /// Adds a header to the answer, such as `WWW-Authenticate` or the current `ETag`.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.parts.headers.push((name, value.into()));
        self
    }

    /// The registered kind.
    #[must_use]
    pub fn kind(&self) -> &'static Kind {
        self.kind
    }

    /// The kind's stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.kind.code
    }

    /// The HTTP status of the answer.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.kind.status
    }

    /// What was wrong where.
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        &self.parts.fields
    }

    /// Value of `Retry-After`: whole seconds, rounded up.
    #[must_use]
    pub fn retry_after_seconds(&self) -> Option<u64> {
        let wait = self.parts.retry_after?;
        Some(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
    }

    /// Extra headers of the answer, without `Retry-After`.
    #[must_use]
    pub fn headers(&self) -> &[(&'static str, String)] {
        &self.parts.headers
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the request ended in problem `{}`", self.kind.code)
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.parts.cause.as_deref().map(|cause| cause as _)
    }
}

impl From<&'static Kind> for Problem {
    fn from(kind: &'static Kind) -> Self {
        Self::new(kind)
    }
}

/// Whatever nobody has given a kind to is a fault of ours.
impl From<BoxError> for Problem {
    fn from(cause: BoxError) -> Self {
        Self::internal(cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_rounded_up_to_whole_seconds() {
        let wait = |millis| {
            Problem::new(&kinds::RATE_LIMITED)
                .retry_after(Duration::from_millis(millis))
                .retry_after_seconds()
        };
        assert_eq!(wait(1), Some(1));
        assert_eq!(wait(1000), Some(1));
        assert_eq!(wait(1001), Some(2));
        assert_eq!(Problem::not_found().retry_after_seconds(), None);
    }

    #[test]
    fn an_error_without_a_kind_is_internal() {
        let problem = Problem::from(BoxError::from("the cable is loose"));
        assert_eq!(problem.kind(), &kinds::INTERNAL);
        assert_eq!(
            problem.source().map(ToString::to_string),
            Some("the cable is loose".to_owned())
        );
    }
}
