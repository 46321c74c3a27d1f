//! All routes.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn;

use crate::{ApiState, caching, client, docs, generated, openapi};

/// Every path of the contract, `/openapi.json` and the API page at `/docs`.
///
/// Answers that are problems have no body yet: `xhttp::Edge`, which belongs around everything,
/// writes it. Time-outs and body limits are put around it too.
pub fn router(state: ApiState) -> Router {
    let (version, rates) = (state.version.clone(), state.rates.clone());
    let authenticator = Arc::clone(&state.authenticator);
    let operations = generated::router(Arc::new(state), Arc::clone(&authenticator))
        .layer(from_fn(caching::add))
        .layer(from_fn(client::note));
    rates.apply(operations, authenticator).merge(openapi::router()).merge(docs::router(&version))
}
