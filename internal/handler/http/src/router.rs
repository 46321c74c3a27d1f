//! All routes.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn;

use crate::{ApiState, caching, docs, generated, openapi};

/// Every path of the contract, `/openapi.json` and the API page at `/docs`.
///
/// Answers that are problems have no body yet: `xhttp::Edge`, which belongs around everything,
/// writes it. Time-outs and body limits are put around it too.
pub fn router(state: ApiState) -> Router {
    let version = state.version.clone();
    let authenticator = Arc::clone(&state.authenticator);
    generated::router(Arc::new(state), authenticator)
        .layer(from_fn(caching::add))
        .merge(openapi::router())
        .merge(docs::router(&version))
}
