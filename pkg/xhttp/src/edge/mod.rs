//! What every request meets before a handler, and every answer after it.
//!
//! The order of the layers, and the reason for it, is in the README of the crate.

mod admit;
mod compress;
mod finish;
mod observe;
mod options;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use tokio::sync::Semaphore;
use xtelemetry::HttpMetrics;

pub use admit::IDENTITY_HEADERS;
pub use options::{EdgeLimits, EdgeOptions};

/// The outer layers of a service; one value per listener.
#[derive(Clone)]
pub struct Edge(Arc<Shared>);

/// Everything the layers share.
struct Shared {
    options: EdgeOptions,
    metrics: HttpMetrics,
    new_id: Box<dyn Fn() -> String + Send + Sync>,
    slots: Arc<Semaphore>,
}

impl Edge {
    /// Makes the layers; `new_id` gives the ids of requests that come without one.
    pub fn new(
        options: EdgeOptions,
        metrics: HttpMetrics,
        new_id: impl Fn() -> String + Send + Sync + 'static,
    ) -> Self {
        let slots = Arc::new(Semaphore::new(options.limits.max_in_flight));
        Self(Arc::new(Shared { options, metrics, new_id: Box::new(new_id), slots }))
    }

    /// Wraps `router`, with its fallbacks; call it last, when all routes are merged.
    pub fn apply(&self, router: Router) -> Router {
        let router = if self.0.options.compress { router.layer(compress::layer()) } else { router };
        router
            .layer(from_fn_with_state(Arc::clone(&self.0), admit::admit))
            .layer(from_fn_with_state(Arc::clone(&self.0), observe::observe))
    }
}
