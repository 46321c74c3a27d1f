//! What a handler answered, as it goes over the wire.

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Serialize;
use xerror::{FieldError, Problem};

use crate::{Operation, Schemas};

/// An answer that can be stored and sent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawAnswer {
    /// HTTP status.
    pub status: u16,
    /// Names in small letters, and values; `content-type` is one of them.
    pub headers: Vec<(String, String)>,
    /// The body; empty if there is none.
    pub body: Bytes,
}

/// An answer on its way out. Made by generated code.
#[derive(Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Payload,
}

#[derive(Debug)]
enum Payload {
    Bytes(Bytes),
    Stream(Body),
}

/// Why an answer can not be sent or stored: always a fault of ours.
#[derive(Debug, thiserror::Error)]
enum Unfit {
    #[error("answer of `{operation}` has the undeclared status {status}")]
    Status { operation: &'static str, status: u16 },
    #[error("answer of `{operation}` with status {status} does not fit its schema: {violations}")]
    Body { operation: &'static str, status: u16, violations: String },
    #[error("answer has a header `{name}` that can not be written")]
    Header { name: String },
    #[error("a streamed answer can not be stored")]
    Streamed,
}

impl Answer {
    /// An answer without content.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Payload::Bytes(Bytes::new()) }
    }

    /// An answer with `body` as JSON.
    ///
    /// # Errors
    ///
    /// An internal problem if `body` can not be written as JSON.
    pub fn json<T: Serialize>(status: u16, media: &str, body: &T) -> Result<Self, Problem> {
        let bytes = serde_json::to_vec(body).map_err(Problem::internal)?;
        let answer = Self { status, headers: Vec::new(), body: Payload::Bytes(bytes.into()) };
        Ok(answer.header(header::CONTENT_TYPE.as_str(), media.to_owned()))
    }

    /// An answer whose body is made while it is sent.
    #[must_use]
    pub fn stream(status: u16, media: &str, body: Body) -> Self {
        let answer = Self { status, headers: Vec::new(), body: Payload::Stream(body) };
        answer.header(header::CONTENT_TYPE.as_str(), media.to_owned())
    }

    /// A stored answer.
    #[must_use]
    pub fn raw(raw: RawAnswer) -> Self {
        let RawAnswer { status, headers, body } = raw;
        Self { status, headers, body: Payload::Bytes(body) }
    }

    /// Adds a header, if there is a value for it. `name` is in small letters.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<Option<String>>) -> Self {
        if let Some(value) = value.into() {
            self.headers.push((name.to_owned(), value));
        }
        self
    }

    /// The answer as something that can be stored.
    ///
    /// # Errors
    ///
    /// An internal problem if the body is a stream.
    pub fn into_raw(self) -> Result<RawAnswer, Problem> {
        let Self { status, headers, body } = self;
        match body {
            Payload::Bytes(body) => Ok(RawAnswer { status, headers, body }),
            Payload::Stream(_) => Err(Problem::internal(Unfit::Streamed)),
        }
    }

    pub(crate) fn into_response(
        self,
        operation: &'static Operation,
        schemas: &Schemas,
    ) -> Result<Response, Problem> {
        // The contract is held by tests; in production it would cost every answer a second reading.
        if cfg!(debug_assertions) {
            self.check(operation, schemas).map_err(Problem::internal)?;
        }
        let status = StatusCode::from_u16(self.status).map_err(Problem::internal)?;
        let mut response = Response::new(match self.body {
            Payload::Bytes(bytes) => Body::from(bytes),
            Payload::Stream(body) => body,
        });
        *response.status_mut() = status;
        for (name, value) in self.headers {
            let header = HeaderName::try_from(&name).ok().zip(HeaderValue::try_from(value).ok());
            let Some((header, value)) = header else {
                return Err(Problem::internal(Unfit::Header { name }));
            };
            response.headers_mut().append(header, value);
        }
        Ok(response)
    }

    fn check(&self, operation: &'static Operation, schemas: &Schemas) -> Result<(), Unfit> {
        let (operation, status, statuses) = (operation.name, self.status, operation.statuses);
        if status >= 400 || !statuses.contains(&status) {
            return Err(Unfit::Status { operation, status });
        }
        let schema = format!("{operation}.{status}");
        let Payload::Bytes(bytes) = &self.body else { return Ok(()) };
        if !schemas.contains(&schema) {
            return Ok(());
        }
        let errors = match serde_json::from_slice(bytes) {
            Ok(value) => schemas.violations(&schema, "", &value),
            Err(_) => vec![FieldError::new("", "syntax", "is not JSON")],
        };
        if errors.is_empty() {
            return Ok(());
        }
        let violations: Vec<_> =
            errors.iter().map(|it| format!("{} {}", it.pointer, it.detail)).collect();
        Err(Unfit::Body { operation, status, violations: violations.join(", ") })
    }
}
