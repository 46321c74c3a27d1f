//! Where in the input something was wrong.

use std::borrow::Cow;

use serde::Serialize;

/// One thing that is wrong with one place of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// RFC 6901 pointer into the body (`/sections/0/heading`, `""` for all of it), or
    /// `/query/limit`, `/path/course_id`, `/header/If-Match` for what is not in the body.
    pub pointer: String,
    /// Stable name of the rule that was broken.
    pub code: &'static str,
    /// What to do about it, safe to show.
    pub detail: Cow<'static, str>,
}

impl FieldError {
    /// Says what is wrong at `pointer`.
    #[must_use]
    pub fn new(
        pointer: impl Into<String>,
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { pointer: pointer.into(), code, detail: detail.into() }
    }
}
