//! What caches may do with an answer.
//!
//! | Answer | `Cache-Control` |
//! | --- | --- |
//! | read without credentials | `public, max-age=0, must-revalidate` |
//! | read with credentials | `private, no-cache` |
//! | everything else: changes, refusals, health | `no-store`, added by the outer layers |
//!
//! Nothing is used again without asking, because an unpublished course must vanish at once; asking
//! costs a `304` as long as the tag holds. `Vary: Authorization` keeps what staff sees away from
//! the others. Redirects follow the same rules, so that no browser keeps one for ever.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::{AUTHORIZATION, CACHE_CONTROL, VARY};
use http::{HeaderValue, StatusCode};
use xapi::{Operation, Security};

const FOR_ALL: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");
const FOR_ONE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Adds the headers to the answers of operations.
pub(crate) async fn add(request: Request, next: Next) -> Response {
    let claimed = request.headers().contains_key(AUTHORIZATION);
    let mut response = next.run(request).await;
    let operation = response.extensions().get::<&'static Operation>().copied();
    if let Some(operation) = operation
        && let Some(control) = control(operation, response.status(), claimed)
    {
        response.headers_mut().insert(CACHE_CONTROL, control);
        response.headers_mut().append(VARY, HeaderValue::from_static("authorization"));
    }
    response
}

fn control(operation: &Operation, status: StatusCode, claimed: bool) -> Option<HeaderValue> {
    let read = operation.is_safe() && (status.is_success() || status.is_redirection());
    match operation.security {
        _ if !read => None,
        Security::Public => None,
        Security::Optional if !claimed => Some(FOR_ALL),
        Security::Optional | Security::Required => Some(FOR_ONE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::OperationId;

    #[test]
    fn only_what_everybody_may_read_is_kept_for_everybody() {
        let of = |id: OperationId, status, claimed| control(id.operation(), status, claimed);
        assert_eq!(of(OperationId::GetCourse, StatusCode::OK, false), Some(FOR_ALL));
        assert_eq!(of(OperationId::GetCourse, StatusCode::NOT_MODIFIED, false), Some(FOR_ALL));
        assert_eq!(of(OperationId::GetCourse, StatusCode::OK, true), Some(FOR_ONE));
        assert_eq!(of(OperationId::GetDraft, StatusCode::OK, true), Some(FOR_ONE));
        assert_eq!(of(OperationId::GetCourse, StatusCode::NOT_FOUND, false), None);
        assert_eq!(of(OperationId::CreateCourse, StatusCode::CREATED, true), None);
        assert_eq!(of(OperationId::GetReadiness, StatusCode::OK, false), None);
    }
}
