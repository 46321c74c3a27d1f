//! The last touch on an answer: problems get their body, every answer its headers.

use axum::body::Body;
use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue};
use xerror::{Problem, RenderOptions, kinds};

use crate::{REQUEST_ID_HEADER, RequestId, kind_of_status, problem_of, problem_response};

const PROBLEM_JSON: HeaderValue = HeaderValue::from_static(xerror::MEDIA_TYPE);

/// Renders and logs the problem of `response`, if there is one, and adds what every answer has.
pub(super) fn finish(
    response: Response,
    render: &RenderOptions<'_>,
    id: &RequestId,
    trace_id: Option<&str>,
) -> Response {
    let mut response = adopt(response);
    if let Some(problem) = problem_of(&response) {
        problem.log(id.as_str(), trace_id);
        let body = problem.render_bytes(render);
        response.headers_mut().insert(CONTENT_TYPE, PROBLEM_JSON);
        *response.body_mut() = Body::from(body);
    }
    add_headers(response.headers_mut(), id);
    response
}

/// Turns an error answer that is not ours (a fallback, a library's rejection) into a problem.
///
/// Its body is dropped: it may tell how our parsers work.
fn adopt(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || problem_of(&response).is_some() || is_rendered(response.headers()) {
        return response;
    }
    let kind = match kind_of_status(status) {
        Some(kind) => kind,
        None if status.is_server_error() => &kinds::INTERNAL,
        None => return response,
    };
    let mut adopted = problem_response(Problem::new(kind));
    let (mut parts, _body) = response.into_parts();
    for name in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING, TRANSFER_ENCODING] {
        parts.headers.remove(name);
    }
    adopted.headers_mut().extend(parts.headers);
    adopted
}

fn is_rendered(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|value| value == PROBLEM_JSON)
}

fn add_headers(headers: &mut HeaderMap, id: &RequestId) {
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if let Some(id) = id.header_value() {
        headers.insert(REQUEST_ID_HEADER, id);
    }
}
