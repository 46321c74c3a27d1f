//! Carries a problem from wherever it arose to the edge, which renders and logs it.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use xerror::{Kind, Problem, kinds};

/// Response extensions must be `Clone`; a problem is not.
#[derive(Clone)]
struct Carried(Arc<Problem>);

/// Answers with `problem`: its status and headers now, its body at the edge.
///
/// The body is empty until [`Edge`](crate::Edge) has seen the response, because only the edge knows
/// the request id.
#[must_use]
pub fn problem_response(problem: Problem) -> Response {
    let mut response = Response::default();
    *response.status_mut() =
        StatusCode::from_u16(problem.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    add_headers(response.headers_mut(), &problem);
    response.extensions_mut().insert(Carried(Arc::new(problem)));
    response
}

/// The problem that `response` carries, if it is one of [`problem_response`].
#[must_use]
pub fn problem_of<B>(response: &http::Response<B>) -> Option<&Problem> {
    response.extensions().get::<Carried>().map(|carried| carried.0.as_ref())
}

/// The general kind for a status that something other than our code has answered with.
#[must_use]
pub fn kind_of_status(status: StatusCode) -> Option<&'static Kind> {
    kinds::ALL.iter().copied().find(|kind| kind.status == status.as_u16())
}

fn add_headers(headers: &mut HeaderMap, problem: &Problem) {
    if let Some(seconds) = problem.retry_after_seconds() {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    for (name, value) in problem.headers() {
        // A header that can not be written must not cost the caller the whole answer.
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(*name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
}

/// Lets an axum handler return `Result<T, ProblemResponse>` and use `?` on problems.
#[derive(Debug)]
pub struct ProblemResponse(pub Problem);

impl From<Problem> for ProblemResponse {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl IntoResponse for ProblemResponse {
    fn into_response(self) -> Response {
        problem_response(self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn status_and_headers_are_there_at_once() {
        let problem = Problem::new(&kinds::RATE_LIMITED)
            .retry_after(Duration::from_millis(1500))
            .header("x-rule", "read")
            .header("x-broken", "a\nb");
        let response = problem_response(problem);

        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(response.headers()["retry-after"], "2");
        assert_eq!(response.headers()["x-rule"], "read");
        assert!(!response.headers().contains_key("x-broken"));
        assert_eq!(problem_of(&response).map(Problem::code), Some("rate-limited"));
    }

    #[test]
    fn the_general_kind_of_a_status_comes_first() {
        assert_eq!(kind_of_status(StatusCode::BAD_REQUEST), Some(&kinds::INVALID_REQUEST));
        assert_eq!(kind_of_status(StatusCode::CONFLICT), Some(&kinds::CONFLICT));
        assert_eq!(
            kind_of_status(StatusCode::UNPROCESSABLE_ENTITY),
            Some(&kinds::VALIDATION_FAILED)
        );
        assert_eq!(kind_of_status(StatusCode::SERVICE_UNAVAILABLE), Some(&kinds::OVERLOADED));
        assert_eq!(kind_of_status(StatusCode::IM_A_TEAPOT), None);
    }
}
