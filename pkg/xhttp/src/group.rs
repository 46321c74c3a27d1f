//! Limits that differ between groups of routes: how long, how large, how slow.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use http_body_util::Limited;
use tower_http::timeout::DeadlineBody;
use xerror::{Problem, kinds};

use crate::problem_response;

/// What one request of a group may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupLimits {
    /// From the end of the headers to the start of the answer; 504 `timeout` afterwards.
    pub timeout: Duration,
    /// Size of the body in bytes; 413 `too-large` above it.
    pub body_bytes: usize,
    /// Time for the whole body to arrive, however steadily it trickles; 408 `request-timeout`.
    pub body_deadline: Duration,
}

impl Default for GroupLimits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(15),
            body_bytes: 1024 * 1024,
            body_deadline: Duration::from_secs(10),
        }
    }
}

impl GroupLimits {
    /// Puts these limits on every route that `router` has so far.
    ///
    /// Apply each group's limits to its own router, then merge the routers: limits of a router
    /// within a router add up, and the tighter one wins.
    pub fn apply<S: Clone + Send + Sync + 'static>(self, router: Router<S>) -> Router<S> {
        self.apply_unless(router, |_| None)
    }

    /// The same for routers with a few routes that have limits of their own: `other` knows them
    /// by the request, whose extensions have the matched path.
    pub fn apply_unless<S, F>(self, router: Router<S>, other: F) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
        F: Fn(&Request) -> Option<Self> + Clone + Send + Sync + 'static,
    {
        let enforcing = move |request: Request, next: Next| {
            let limits = other(&request).unwrap_or(self);
            enforce(limits, request, next)
        };
        router.layer(DefaultBodyLimit::disable()).layer(from_fn(enforcing))
    }
}

async fn enforce(limits: GroupLimits, request: Request, next: Next) -> Response {
    if declared_length(request.headers()).is_some_and(|length| length > limits.body_bytes as u64) {
        return problem_response(Problem::new(&kinds::TOO_LARGE));
    }
    let request = request.map(|body| limits.limit_body(body));
    match tokio::time::timeout(limits.timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_elapsed) => problem_response(Problem::new(&kinds::TIMEOUT)),
    }
}

impl GroupLimits {
    fn limit_body(self, body: Body) -> Body {
        use http_body::Body as _;
        if body.is_end_stream() {
            return body;
        }
        Body::new(DeadlineBody::new(self.body_deadline, Limited::new(body, self.body_bytes)))
    }
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
