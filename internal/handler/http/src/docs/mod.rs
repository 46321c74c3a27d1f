//! A page to read and try the API, made of vendored files: it asks nobody but this service.

mod assets;
mod file;

use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{CONTENT_SECURITY_POLICY, LOCATION, REFERRER_POLICY};
use http::{HeaderMap, HeaderValue, StatusCode};

pub(crate) use file::{File, Keep};

const PAGE: &str = include_str!("../../assets/docs/index.html");

/// Scripts, styles, and requests of this origin only. Swagger UI sets attributes `style` and has
/// its icons as `data:` addresses.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'",
);

/// `GET /docs` and the files it needs; `version` is that of the program.
pub(crate) fn router(version: &str) -> Router {
    let page = PAGE.replace("{assets}", &assets::folder()).replace("{version}", &escaped(version));
    let page = File::new("text/html; charset=utf-8", Keep::Ask, page);
    let show = async move |headers: HeaderMap| -> Response {
        let mut response = page.answer(&headers);
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, POLICY);
        response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        response
    };
    // The page names its files relative to its own address, which has no slash at the end.
    let redirect =
        async || (StatusCode::PERMANENT_REDIRECT, [(LOCATION, "../docs")]).into_response();
    Router::new().route("/docs", get(show)).route("/docs/", get(redirect)).merge(assets::router())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
