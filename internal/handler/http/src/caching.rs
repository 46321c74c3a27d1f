//! What caches may do with an answer.
//!
//! | Answer | `Cache-Control` |
//! | --- | --- |
//! | read without credentials | `public, max-age=0, must-revalidate` |
//! | read with credentials | `private, no-cache` |
//! | public keys, and where to find them | `public, max-age=60` |
//! | everything about a person in one document | `no-store` |
//! | everything else: changes (all secrets are among them), refusals, health | `no-store`, added by the outer layers |
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

use crate::generated::OperationId as Id;

const FOR_ALL: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");
const FOR_ONE: HeaderValue = HeaderValue::from_static("private, no-cache");
const FOR_A_MINUTE: HeaderValue = HeaderValue::from_static("public, max-age=60");

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
    match (Id::of(operation), operation.security) {
        _ if !read => None,
        (Id::GetSigningKeys | Id::GetDiscovery, _) => Some(FOR_A_MINUTE),
        (Id::ExportMe, _) | (_, Security::Public) => None,
        (_, Security::Optional) if !claimed => Some(FOR_ALL),
        (_, Security::Optional | Security::Required) => Some(FOR_ONE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_everybody_may_read_is_kept_for_everybody() {
        let of = |id: Id, status, claimed| control(id.operation(), status, claimed);
        assert_eq!(of(Id::GetCourse, StatusCode::OK, false), Some(FOR_ALL));
        assert_eq!(of(Id::GetCourse, StatusCode::NOT_MODIFIED, false), Some(FOR_ALL));
        assert_eq!(of(Id::GetCourse, StatusCode::OK, true), Some(FOR_ONE));
        assert_eq!(of(Id::GetDraft, StatusCode::OK, true), Some(FOR_ONE));
        assert_eq!(of(Id::GetCourse, StatusCode::NOT_FOUND, false), None);
        assert_eq!(of(Id::CreateCourse, StatusCode::CREATED, true), None);
        assert_eq!(of(Id::GetReadiness, StatusCode::OK, false), None);
    }

    #[test]
    fn what_is_about_a_person_is_kept_by_that_person_or_by_nobody() {
        let of = |id: Id| control(id.operation(), StatusCode::OK, true);
        for id in [Id::GetMe, Id::ListSessions, Id::GetAccount, Id::ListApiKeys, Id::ListAudit] {
            assert_eq!(of(id), Some(FOR_ONE), "{id:?}");
        }
        assert_eq!(of(Id::ExportMe), None);
        for id in [Id::Register, Id::SignIn, Id::RefreshTokens, Id::CreateApiKey, Id::RotateApiKey]
        {
            assert_eq!(of(id), None, "{id:?}");
        }
        assert_eq!(of(Id::GetSigningKeys), Some(FOR_A_MINUTE));
    }
}
