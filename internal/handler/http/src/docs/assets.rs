//! The files of the page, at addresses that change with their content.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use http::HeaderMap;

use super::{File, Keep};

/// The version of the vendored Swagger UI.
const SWAGGER_UI: &str = "5.35.0";

/// Raised when one of our own files changes.
const OURS: &str = "1";

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

macro_rules! vendored {
    ($name:literal) => {
        include_bytes!(concat!("../../assets/swagger-ui/", $name))
    };
}

macro_rules! ours {
    ($name:literal) => {
        include_bytes!(concat!("../../assets/docs/", $name))
    };
}

const FILES: [(&str, &str, &[u8]); 5] = [
    ("swagger-ui-bundle.js", JAVASCRIPT, vendored!("swagger-ui-bundle.js")),
    ("swagger-ui.css", CSS, vendored!("swagger-ui.css")),
    ("favicon-32x32.png", "image/png", vendored!("favicon-32x32.png")),
    ("start.js", JAVASCRIPT, ours!("start.js")),
    ("page.css", CSS, ours!("page.css")),
];

/// The folder below `/docs` that the files are served from.
pub(super) fn folder() -> String {
    format!("{SWAGGER_UI}-{OURS}")
}

/// Every file.
pub(super) fn router() -> Router {
    let folder = folder();
    FILES.into_iter().fold(Router::new(), |router, (name, media, content)| {
        let file = File::new(media, Keep::ForEver, content);
        let answer = async move |headers: HeaderMap| -> Response { file.answer(&headers) };
        router.route(&format!("/docs/{folder}/{name}"), get(answer))
    })
}
