//! The kinds of problem that only this product has; the others are in `xerror::kinds`.

use xerror::Kind;

/// Another course has, or had, the slug.
pub const SLUG_TAKEN: Kind = Kind { code: "slug-taken", status: 409, title: "The slug is taken" };

/// Another account has the e-mail address.
pub const EMAIL_TAKEN: Kind =
    Kind { code: "email-taken", status: 409, title: "The e-mail address is taken" };

/// Nobody gets in with this address and this password; nothing says which of them is wrong.
pub const INVALID_CREDENTIALS: Kind =
    Kind { code: "invalid-credentials", status: 401, title: "The credentials are not valid" };

/// The refresh token buys nothing; nothing says why.
pub const INVALID_REFRESH_TOKEN: Kind =
    Kind { code: "invalid-refresh-token", status: 401, title: "The refresh token is not valid" };

/// A publication request is for another version of the draft.
pub const STALE_REQUEST: Kind =
    Kind { code: "stale-request", status: 409, title: "The draft changed after the request" };

/// Courses are reviewed before they are published.
pub const REVIEW_REQUIRED: Kind =
    Kind { code: "review-required", status: 409, title: "Courses are reviewed here" };

/// The state of the resource does not allow the step; the problem says `from`, `requested` and
/// `allowed`.
pub const ILLEGAL_TRANSITION: Kind = Kind {
    code: "illegal-transition",
    status: 409,
    title: "The present state does not allow this",
};
