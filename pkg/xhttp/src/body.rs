//! Reads a request body that the edge has put limits on, and names what went wrong.

use std::error::Error;

use axum::body::Body;
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError};
use tower_http::timeout::TimeoutError;
use xerror::{BoxError, Problem, kinds};

/// Reads the whole body within the limits of its route group.
///
/// # Errors
/// `too-large`, `request-timeout`, or `invalid-request` when the caller broke off.
pub async fn read_body(body: Body) -> Result<Bytes, Problem> {
    match body.collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(err) => Err(body_problem(err)),
    }
}

/// The problem behind an error that a body stream ended with.
#[must_use]
pub fn body_problem(err: impl Into<BoxError>) -> Problem {
    let err = err.into();
    let problem = if chain_has::<LengthLimitError>(&*err) {
        Problem::new(&kinds::TOO_LARGE)
    } else if chain_has::<TimeoutError>(&*err) {
        Problem::new(&kinds::REQUEST_TIMEOUT)
    } else {
        Problem::new(&kinds::INVALID_REQUEST)
            .detail("the request body ended early or was not readable")
    };
    problem.cause(err)
}

fn chain_has<T: Error + 'static>(err: &(dyn Error + 'static)) -> bool {
    std::iter::successors(Some(err), |&err| err.source()).any(<dyn Error>::is::<T>)
}

#[cfg(test)]
mod tests {
    use http_body_util::Limited;

    use super::*;

    #[tokio::test]
    async fn a_body_over_the_limit_is_too_large() {
        let limited = Body::new(Limited::new(Body::from("four"), 3));
        let problem = read_body(limited).await.expect_err("four bytes do not fit into three");
        assert_eq!(problem.code(), "too-large");
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_an_invalid_request() {
        let pieces = futures::stream::iter([Ok(Bytes::from("a")), Err("reset by peer")]);
        let problem = read_body(Body::from_stream(pieces)).await.expect_err("the stream fails");
        assert_eq!(problem.code(), "invalid-request");
    }
}
