//! The kinds of problem that only this product has; the others are in `xerror::kinds`.

use xerror::Kind;

/// Another course has, or had, the slug.
pub const SLUG_TAKEN: Kind = Kind { code: "slug-taken", status: 409, title: "The slug is taken" };

/// The state of the resource does not allow the step; the problem says `from`, `requested` and
/// `allowed`.
pub const ILLEGAL_TRANSITION: Kind = Kind {
    code: "illegal-transition",
    status: 409,
    title: "The present state does not allow this",
};
