//! The gate: refuses what is cheap to refuse, before any work is done for it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::ACCEPT_ENCODING;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use xerror::{Problem, kinds};

use super::{Shared, compress};
use crate::problem_response;

/// Headers with which a proxy inside a network says who the caller is. From outside they are lies.
pub static IDENTITY_HEADERS: [HeaderName; 17] = [
    HeaderName::from_static("x-userid"),
    HeaderName::from_static("x-user-id"),
    HeaderName::from_static("x-user"),
    HeaderName::from_static("x-user-email"),
    HeaderName::from_static("x-user-role"),
    HeaderName::from_static("x-user-roles"),
    HeaderName::from_static("x-account-id"),
    HeaderName::from_static("x-actor"),
    HeaderName::from_static("x-role"),
    HeaderName::from_static("x-roles"),
    HeaderName::from_static("x-is-admin"),
    HeaderName::from_static("x-authenticated-user"),
    HeaderName::from_static("x-authenticated-userid"),
    HeaderName::from_static("x-remote-user"),
    HeaderName::from_static("x-forwarded-user"),
    HeaderName::from_static("x-forwarded-email"),
    HeaderName::from_static("x-forwarded-groups"),
];

const SHED_WAIT: Duration = Duration::from_secs(1);

pub(super) async fn admit(
    State(edge): State<Arc<Shared>>,
    mut request: Request,
    next: Next,
) -> Response {
    let limits = &edge.options.limits;
    if uri_bytes(request.uri()) > limits.max_uri_bytes {
        return problem_response(Problem::new(&kinds::URI_TOO_LONG));
    }
    if header_bytes(request.headers()) > limits.max_header_bytes {
        return problem_response(Problem::new(&kinds::HEADERS_TOO_LARGE));
    }
    clean(request.headers_mut(), &edge.options.stripped_headers);

    if edge.options.is_probe(request.uri().path()) {
        return next.run(request).await;
    }
    let Ok(_slot) = edge.slots.try_acquire() else {
        let overloaded = Problem::new(&kinds::OVERLOADED).retry_after(SHED_WAIT);
        return problem_response(overloaded);
    };
    next.run(request).await
}

fn uri_bytes(uri: &Uri) -> usize {
    uri.path_and_query().map_or(0, |target| target.as_str().len())
}

fn header_bytes(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum()
}

fn clean(headers: &mut HeaderMap, stripped: &[HeaderName]) {
    for name in stripped {
        headers.remove(name);
    }
    // The compression layer answers 406 to an `Accept-Encoding` that it can not satisfy, but only
    // after the handler has run and may have changed something. It gets a plain yes or no.
    let accepts_gzip = compress::accepts_gzip(headers);
    headers.remove(ACCEPT_ENCODING);
    if accepts_gzip {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
}
