//! What a process answers that lives and cannot work yet.

use std::time::Duration;

use axum::Router;
use axum::routing::get;
use http::StatusCode;
use serde_json::json;
use xerror::{Problem, kinds};

use super::ops::json_response;
use crate::problem_response;

/// When it is worth asking again.
const SOON: Duration = Duration::from_secs(1);

/// `GET /livez` says that the process lives; everything else, `/readyz` too, is answered 503
/// `not-ready` with `Retry-After`. For the time in which something is away without which there is
/// nothing to serve. Put an [`Edge`](crate::Edge) around it, which writes the bodies.
pub fn waiting_router() -> Router {
    let not_ready = || Problem::new(&kinds::NOT_READY).detail("the service is starting");
    Router::new()
        .route("/livez", get(async || json_response(StatusCode::OK, &json!({ "status": "ok" }))))
        .fallback(async move || problem_response(not_ready().retry_after(SOON)))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http::Request;
    use http::header::RETRY_AFTER;
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn a_process_that_waits_lives_and_is_not_ready() {
        for (path, status) in [("/livez", 200), ("/readyz", 503), ("/v1/courses", 503)] {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let answer = waiting_router().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), status, "{path}");
            assert_eq!(answer.headers().contains_key(RETRY_AFTER), status == 503, "{path}");
        }
    }
}
