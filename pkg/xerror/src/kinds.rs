//! The kinds of problem that any HTTP service has.

use crate::Kind;

/// Every kind of this module, in order of status.
pub const ALL: &[&Kind] = &[
    &INVALID_REQUEST,
    &INVALID_CURSOR,
    &UNKNOWN_PARAMETER,
    &UNAUTHENTICATED,
    &TOKEN_EXPIRED,
    &FORBIDDEN,
    &NOT_FOUND,
    &METHOD_NOT_ALLOWED,
    &NOT_ACCEPTABLE,
    &REQUEST_TIMEOUT,
    &CONFLICT,
    &IN_PROGRESS,
    &VERSION_MISMATCH,
    &TOO_LARGE,
    &URI_TOO_LONG,
    &UNSUPPORTED_MEDIA_TYPE,
    &VALIDATION_FAILED,
    &IDEMPOTENCY_KEY_REUSED,
    &PRECONDITION_REQUIRED,
    &RATE_LIMITED,
    &HEADERS_TOO_LARGE,
    &INTERNAL,
    &OVERLOADED,
    &NOT_READY,
    &TIMEOUT,
];

/// The request could not be read: syntax, types, or members that do not exist.
pub const INVALID_REQUEST: Kind =
    Kind { code: "invalid-request", status: 400, title: "The request is malformed" };

/// A cursor that this list did not hand out.
pub const INVALID_CURSOR: Kind =
    Kind { code: "invalid-cursor", status: 400, title: "The cursor is not valid here" };

/// A query parameter, or a value of one, that the operation does not know.
pub const UNKNOWN_PARAMETER: Kind =
    Kind { code: "unknown-parameter", status: 400, title: "The request has an unknown parameter" };

/// No credentials, or bad ones.
pub const UNAUTHENTICATED: Kind =
    Kind { code: "unauthenticated", status: 401, title: "Valid credentials are needed" };

/// Credentials that were good once: refresh and try again.
pub const TOKEN_EXPIRED: Kind =
    Kind { code: "token-expired", status: 401, title: "The access token has expired" };

/// The caller may know of the resource but not do this to it.
pub const FORBIDDEN: Kind =
    Kind { code: "forbidden", status: 403, title: "The caller may not do this" };

/// Unknown, or hidden from the caller: the two look the same.
pub const NOT_FOUND: Kind =
    Kind { code: "not-found", status: 404, title: "Nothing was found here" };

/// The path exists, the method on it does not; `Allow` lists those that do.
pub const METHOD_NOT_ALLOWED: Kind =
    Kind { code: "method-not-allowed", status: 405, title: "The method is not allowed here" };

/// None of the media types in `Accept` can be produced.
pub const NOT_ACCEPTABLE: Kind =
    Kind { code: "not-acceptable", status: 406, title: "No acceptable representation exists" };

/// The caller was too slow in sending the body.
pub const REQUEST_TIMEOUT: Kind =
    Kind { code: "request-timeout", status: 408, title: "The request took too long to arrive" };

/// The state of the resource forbids it.
pub const CONFLICT: Kind =
    Kind { code: "conflict", status: 409, title: "The request conflicts with the current state" };

/// A request with the same idempotency key has not finished yet.
pub const IN_PROGRESS: Kind =
    Kind { code: "in-progress", status: 409, title: "The same request is still running" };

/// `If-Match` names a version that is no longer current.
pub const VERSION_MISMATCH: Kind =
    Kind { code: "version-mismatch", status: 412, title: "The resource has changed meanwhile" };

/// The body is over the limit of the operation.
pub const TOO_LARGE: Kind =
    Kind { code: "too-large", status: 413, title: "The request body is too large" };

/// Path and query together are over the limit.
pub const URI_TOO_LONG: Kind =
    Kind { code: "uri-too-long", status: 414, title: "The request target is too long" };

/// The operation does not read bodies of this `Content-Type`.
pub const UNSUPPORTED_MEDIA_TYPE: Kind =
    Kind { code: "unsupported-media-type", status: 415, title: "The media type is not supported" };

/// Well-formed, but against the rules; `errors` says where.
pub const VALIDATION_FAILED: Kind =
    Kind { code: "validation-failed", status: 422, title: "The request breaks a rule" };

/// One key, two different requests.
pub const IDEMPOTENCY_KEY_REUSED: Kind = Kind {
    code: "idempotency-key-reused",
    status: 422,
    title: "The idempotency key was used for another request",
};

/// The operation needs `If-Match`.
pub const PRECONDITION_REQUIRED: Kind =
    Kind { code: "precondition-required", status: 428, title: "A precondition header is needed" };

/// The caller is over its limit; `Retry-After` says for how long.
pub const RATE_LIMITED: Kind =
    Kind { code: "rate-limited", status: 429, title: "Too many requests" };

/// The header section is over the limit.
pub const HEADERS_TOO_LARGE: Kind =
    Kind { code: "headers-too-large", status: 431, title: "The request headers are too large" };

/// A fault of ours; the request id leads to the log.
pub const INTERNAL: Kind =
    Kind { code: "internal", status: 500, title: "Something went wrong on our side" };

/// Too much at once, or a dependency that is away; `Retry-After` says when to come back.
pub const OVERLOADED: Kind =
    Kind { code: "overloaded", status: 503, title: "The service is overloaded" };

/// Starting, draining, or missing something it needs.
pub const NOT_READY: Kind =
    Kind { code: "not-ready", status: 503, title: "The service is not ready" };

/// The work was not done within its time; whether it took effect is unknown.
pub const TIMEOUT: Kind = Kind { code: "timeout", status: 504, title: "The request took too long" };

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::ALL;

    #[test]
    fn no_two_kinds_share_a_code() {
        let codes: HashSet<_> = ALL.iter().map(|kind| kind.code).collect();
        assert_eq!(codes.len(), ALL.len());
    }

    #[test]
    fn codes_are_kebab_case_and_statuses_are_errors() {
        for kind in ALL {
            assert!(kind.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
            assert!((400..600).contains(&kind.status), "{}", kind.code);
        }
    }
}
