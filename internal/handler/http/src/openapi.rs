//! The contract itself, as JSON.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use http::HeaderMap;

use crate::docs::{File, Keep};

/// The same document that this server was generated from.
pub const OPENAPI_JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/openapi.json"));

/// `GET /openapi.json`.
pub(crate) fn router() -> Router {
    let file = File::new("application/json", Keep::Ask, OPENAPI_JSON.as_bytes());
    let answer = async move |headers: HeaderMap| -> Response { file.answer(&headers) };
    Router::new().route("/openapi.json", get(answer))
}
