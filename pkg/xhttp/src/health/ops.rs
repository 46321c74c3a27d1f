//! The listener for those who run the service; it is not for the outside.

use std::sync::Arc;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde_json::{Value, json};
use xerror::RenderOptions;
use xtelemetry::Registry;

use super::checks::Checks;

/// `GET /livez`, `/readyz` and `/metrics`, without the layers of the public edge: the probes of an
/// overloaded service must still be answered.
///
/// `type_prefix` is that of the service's problems.
pub fn ops_router(checks: Checks, metrics: Registry, type_prefix: &str) -> Router {
    let type_prefix: Arc<str> = type_prefix.into();
    Router::new()
        .route("/livez", get(async || json_response(StatusCode::OK, &json!({ "status": "ok" }))))
        .route("/readyz", get(move || readyz(checks.clone(), Arc::clone(&type_prefix))))
        .route(
            "/metrics",
            get(async move || {
                let (content_type, text) = metrics.render();
                ([(CONTENT_TYPE, content_type)], text)
            }),
        )
}

async fn readyz(checks: Checks, type_prefix: Arc<str>) -> Response {
    let readiness = checks.run().await;
    let Some(problem) = readiness.to_problem() else {
        return json_response(StatusCode::OK, &readiness.to_json());
    };
    let render = RenderOptions {
        type_prefix: &type_prefix,
        instance: Some("/readyz"),
        ..RenderOptions::default()
    };
    let headers = [(CONTENT_TYPE, xerror::MEDIA_TYPE), (CACHE_CONTROL, "no-store")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, problem.render_bytes(&render)).into_response()
}

pub(super) fn json_response(status: StatusCode, body: &Value) -> Response {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    (status, headers, body.to_string()).into_response()
}
