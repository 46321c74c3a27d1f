//! Asks the limits before a request is served, and tells its caller what they said.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::request::Parts;

use super::class::RateClass;
use super::key::RateKey;
use super::limits::RateLimits;
use crate::problem_response;

/// Says what class a request is of, and who is asking; `None` if it is not limited.
///
/// Any function of that shape is one. It sees the request as it comes from the edge: with the
/// matched route and the [`ClientAddress`](crate::ClientAddress) in its extensions.
pub trait RateKeyer: Send + Sync + 'static {
    /// Class and caller of the request.
    fn key(&self, request: &Parts) -> Option<(RateClass, RateKey)>;
}

impl<F> RateKeyer for F
where
    F: Fn(&Parts) -> Option<(RateClass, RateKey)> + Send + Sync + 'static,
{
    fn key(&self, request: &Parts) -> Option<(RateClass, RateKey)> {
        self(request)
    }
}

struct Layer<K> {
    limits: RateLimits,
    keyer: K,
}

pub(super) fn apply<S, K>(limits: RateLimits, router: Router<S>, keyer: K) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    K: RateKeyer,
{
    router.layer(from_fn_with_state(Arc::new(Layer { limits, keyer }), enforce::<K>))
}

async fn enforce<K: RateKeyer>(
    State(layer): State<Arc<Layer<K>>>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let Some((class, key)) = layer.keyer.key(&parts) else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let decision = layer.limits.check(class, &key);
    let mut response = match decision.to_problem() {
        Some(problem) => problem_response(problem),
        None => next.run(Request::from_parts(parts, body)).await,
    };
    layer.limits.describe(class, &decision, response.headers_mut());
    response
}
