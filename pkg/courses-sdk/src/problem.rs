//! Problems: what the service answers instead of success.

use std::fmt;
use std::time::Duration;

use progenitor_client::ResponseValue;
use reqwest::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap, RETRY_AFTER,
};
use reqwest::{Response, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::types::EntityTag;

const URN: &str = "urn:courses:problem:";
const UNNAMED: &str = "about:blank";

/// Why a request failed, in the words of the service (RFC 9457).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Problem {
    /// The kind of problem as a URI; [`Problem::code`] is handier.
    #[serde(rename = "type", default = "unnamed")]
    pub type_uri: String,
    /// The kind of problem in words.
    #[serde(default)]
    pub title: String,
    /// The status of the answer.
    #[serde(default)]
    pub status: u16,
    /// What is wrong this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The path of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The name of the request in the service's logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Every violation of the input.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Members that only some kinds of problem have, such as `from`, `requested` and `allowed`.
    #[serde(flatten)]
    pub extensions: Map<String, Value>,
    /// When to try again, if the service said so.
    #[serde(skip)]
    pub retry_after: Option<Duration>,
    /// The present tag of the resource, if its version was not the one in `If-Match`.
    #[serde(skip)]
    pub current: Option<EntityTag>,
}

/// One violation of the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FieldError {
    /// Where: `/title` in the body, `/query/limit` for a parameter.
    pub pointer: String,
    /// Which rule, in kebab-case.
    pub code: String,
    /// The rule in words.
    #[serde(default)]
    pub detail: String,
}

impl Problem {
    /// The registered code, such as `version-mismatch`; `about:blank` if something between here and
    /// the service answered in its place.
    #[must_use]
    pub fn code(&self) -> &str {
        self.type_uri.strip_prefix(URN).unwrap_or(&self.type_uri)
    }

    /// Takes over what stands in the headers of the answer.
    pub(crate) fn of(answer: ResponseValue<Self>) -> Self {
        let status = answer.status();
        let headers = answer.headers().clone();
        let mut problem = answer.into_inner();
        problem.status = status.as_u16();
        problem.request_id =
            problem.request_id.or_else(|| text(&headers, "x-request-id").map(str::to_owned));
        problem.retry_after = text(&headers, RETRY_AFTER.as_str())
            .and_then(|seconds| seconds.trim().parse().ok())
            .map(Duration::from_secs);
        problem.current = text(&headers, ETAG.as_str()).and_then(|tag| tag.parse().ok());
        problem
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.title, self.code())?;
        if let Some(detail) = &self.detail {
            write!(f, ": {detail}")?;
        }
        for FieldError { pointer, detail, .. } in &self.errors {
            write!(f, "; {pointer} {detail}")?;
        }
        Ok(())
    }
}

/// The code of a problem in a body that was read already.
pub(crate) fn code_of(body: &[u8]) -> Option<String> {
    let problem: Problem = serde_json::from_slice(body).ok()?;
    Some(problem.code().to_owned())
}

/// Gives a failure the body of a problem if it has another: proxies answer HTML.
pub(crate) fn always_readable(answer: Response) -> Response {
    let status = answer.status();
    let is_failure = status.is_client_error() || status.is_server_error();
    if !is_failure || is_problem(answer.headers()) {
        return answer;
    }
    let mut headers = answer.headers().clone();
    headers.remove(CONTENT_TYPE);
    headers.remove(CONTENT_LENGTH);
    headers.remove(CONTENT_ENCODING);
    let mut readable = http::Response::new(stand_in(status).to_string());
    *readable.status_mut() = status;
    *readable.headers_mut() = headers;
    readable.into()
}

fn is_problem(headers: &HeaderMap) -> bool {
    text(headers, CONTENT_TYPE.as_str())
        .is_some_and(|media| media.trim_start().starts_with("application/problem+json"))
}

fn stand_in(status: StatusCode) -> Value {
    let title = status.canonical_reason().unwrap_or("Unknown status");
    json!({ "type": UNNAMED, "title": title, "status": status.as_u16() })
}

fn unnamed() -> String {
    UNNAMED.to_owned()
}

pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
