//! One request on its way to a handler: everything that is wrong with it is collected, so that the
//! caller learns it at once.

use axum::body::Body;
use axum::extract::Request;
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use http_body_util::Limited;
use serde::de::DeserializeOwned;
use serde_json::Value;
use xerror::{FieldError, Problem, kinds};
use xhttp::RequestId;

use crate::fingerprint::fingerprint;
use crate::parameters::{self, Sent};
use crate::{Authenticate, Location, Operation, RequestContext, Schemas, Upload, json, negotiate};

/// A request that is being read. Made and used by generated code.
#[derive(Debug)]
pub struct Incoming {
    operation: &'static Operation,
    schemas: &'static Schemas,
    parts: Parts,
    sent: Sent,
    body: Option<Body>,
    json: Option<Value>,
    wrong: Wrong,
}

/// What is wrong, by the problem that it leads to.
#[derive(Debug, Default)]
struct Wrong {
    path: bool,
    unknown: Vec<FieldError>,
    parameters: Vec<FieldError>,
    syntax: Option<FieldError>,
    body: Vec<FieldError>,
}

impl Incoming {
    /// Takes `request` apart.
    ///
    /// # Errors
    ///
    /// `not-found` if the path is not UTF-8 once decoded.
    pub async fn open(
        operation: &'static Operation,
        schemas: &'static Schemas,
        request: Request,
    ) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let (sent, broken) = Sent::read(&mut parts, operation.parameters).await;
        let sent = sent.ok_or_else(Problem::not_found)?;
        let mut wrong = Wrong { parameters: broken.into_iter().collect(), ..Wrong::default() };
        wrong.unknown = sent.unknown(operation.parameters).into_iter().map(unknown).collect();
        Ok(Self { operation, schemas, parts, sent, body: Some(body), json: None, wrong })
    }

    /// The caller, if the request claims one.
    ///
    /// # Errors
    ///
    /// Those of [`Authenticate::authenticate`].
    pub async fn optional_caller<U: Authenticate>(
        &mut self,
        auth: &U,
    ) -> Result<Option<U::Caller>, Problem> {
        auth.authenticate(self.operation, &self.parts.headers).await
    }

    /// The caller.
    ///
    /// # Errors
    ///
    /// Those of [`Authenticate::authenticate`], and `unauthenticated` if the request claims nobody.
    pub async fn required_caller<U: Authenticate>(
        &mut self,
        auth: &U,
    ) -> Result<U::Caller, Problem> {
        self.optional_caller(auth).await?.ok_or_else(|| {
            Problem::new(&kinds::UNAUTHENTICATED).header("www-authenticate", "Bearer")
        })
    }

    /// Checks `Content-Type` and `Accept`.
    ///
    /// # Errors
    ///
    /// `unsupported-media-type`, `not-acceptable`.
    pub fn negotiate(&mut self) -> Result<(), Problem> {
        negotiate::negotiate(self.operation, &self.parts.headers)
    }

    /// The value of the parameter at `index` in the operation's list; `None` if something is wrong
    /// with it. One that was not sent is read from null, or from an empty list.
    pub fn parameter<T: DeserializeOwned>(&mut self, index: usize) -> Option<T> {
        let parameter = self.operation.parameters.get(index)?;
        let texts = self.sent.texts(&self.parts, parameter);
        let found = match texts.and_then(|texts| parameters::value(parameter, texts)) {
            Ok(found) => found,
            Err(error) => return self.refuse(parameter.location, vec![error]),
        };
        let Some(value) = found else {
            let absent = if parameter.list { Value::Array(Vec::new()) } else { Value::Null };
            return serde_json::from_value(absent).ok();
        };
        let pointer = parameters::pointer(parameter);
        let errors = self.schemas.violations(parameter.schema, &pointer, &value);
        if !errors.is_empty() {
            return self.refuse(parameter.location, errors);
        }
        serde_json::from_value(value).map_or_else(
            |_| self.refuse(parameter.location, vec![unreadable(pointer)]),
            |value| Some(value),
        )
    }

    /// The JSON body; `None` if something is wrong with it.
    ///
    /// # Errors
    ///
    /// `not-found` if the path can not exist, `too-large`, or the problem of a body that never
    /// came.
    pub async fn json<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Problem> {
        let body = self.limited_body()?;
        let bytes = xhttp::read_body(Body::new(Limited::new(body, self.operation.body_limit)));
        let value = match json::parse(&bytes.await?) {
            Ok(value) => value,
            Err(detail) => {
                self.wrong.syntax = Some(FieldError::new("", "syntax", detail));
                return Ok(None);
            }
        };
        let name = format!("{}.body", self.operation.name);
        self.wrong.body = self.schemas.violations(&name, "", &value);
        self.json = Some(value);
        if !self.wrong.body.is_empty() {
            return Ok(None);
        }
        let read = self.json.as_ref().and_then(|value| T::deserialize(value).ok());
        if read.is_none() {
            self.wrong.body.push(unreadable(String::new()));
        }
        Ok(read)
    }

    /// The raw body, as a stream.
    ///
    /// # Errors
    ///
    /// `not-found` if the path can not exist, `too-large` if the body says that it is.
    pub fn upload(&mut self) -> Result<Upload, Problem> {
        Ok(Upload::new(self.limited_body()?, self.operation.body_limit))
    }

    /// Ends the reading.
    ///
    /// # Errors
    ///
    /// Everything that was wrong: `not-found` for the path, else `unknown-parameter` or
    /// `invalid-request` for parameters and syntax, else `validation-failed` for the body.
    pub fn finish(self) -> Result<RequestContext, Problem> {
        let Self { operation, parts, json, wrong, .. } = self;
        wrong.into_result()?;
        let path = parts.uri.path().to_owned();
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let request_id = parts.extensions.get::<RequestId>();
        Ok(RequestContext {
            request_id: request_id.map(ToString::to_string).unwrap_or_default(),
            fingerprint: fingerprint(operation.method, &path, &query, json.as_ref()),
            path,
            query,
            operation,
            extensions: parts.extensions,
        })
    }

    fn refuse<T>(&mut self, location: Location, errors: Vec<FieldError>) -> Option<T> {
        match location {
            Location::Path => self.wrong.path = true,
            Location::Query | Location::Header => self.wrong.parameters.extend(errors),
        }
        None
    }

    /// The body, unless there is already reason not to read it.
    fn limited_body(&mut self) -> Result<Body, Problem> {
        if self.wrong.path {
            return Err(Problem::not_found());
        }
        let length = self.parts.headers.get(CONTENT_LENGTH).and_then(|it| it.to_str().ok());
        let length = length.and_then(|it| it.parse::<usize>().ok());
        if length.is_some_and(|length| length > self.operation.body_limit) {
            return Err(too_large(self.operation));
        }
        Ok(self.body.take().unwrap_or_default())
    }
}

impl Wrong {
    fn into_result(self) -> Result<(), Problem> {
        let Self { path, unknown, parameters, syntax, body } = self;
        let kind = if path {
            // The same bytes as for an id that nobody has.
            return Err(Problem::not_found());
        } else if !parameters.is_empty() || syntax.is_some() {
            &kinds::INVALID_REQUEST
        } else if !unknown.is_empty() {
            &kinds::UNKNOWN_PARAMETER
        } else if !body.is_empty() {
            &kinds::VALIDATION_FAILED
        } else {
            return Ok(());
        };
        let mut problem = Problem::new(kind);
        if let Some(syntax) = &syntax {
            problem = problem.detail(syntax.detail.clone());
        }
        let errors = unknown.into_iter().chain(parameters).chain(syntax).chain(body);
        Err(problem.fields(errors.collect()))
    }
}

fn unknown(name: &str) -> FieldError {
    let short: String = name.chars().take(64).collect();
    let pointer = format!("/query/{}", short.replace('~', "~0").replace('/', "~1"));
    FieldError::new(pointer, "unknown-parameter", "is no parameter of this operation")
}

fn unreadable(pointer: String) -> FieldError {
    FieldError::new(pointer, "type", "is not of the declared type")
}

fn too_large(operation: &Operation) -> Problem {
    let detail = format!("the body may have at most {} bytes", operation.body_limit);
    Problem::new(&kinds::TOO_LARGE).detail(detail)
}
