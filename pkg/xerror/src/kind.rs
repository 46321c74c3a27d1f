//! What sort of problem it is: the part that clients may program against.

/// A registered sort of problem.
///
/// Kinds are `const` values, so that `&KIND` lives for ever and a registry of them can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kind {
    /// Stable name in kebab-case; the last part of the problem's `type`.
    pub code: &'static str,
    /// HTTP status of every answer of this kind.
    pub status: u16,
    /// One short sentence for people; the same for every problem of the kind.
    pub title: &'static str,
}

impl Kind {
    /// Whether the fault is on our side.
    #[must_use]
    pub const fn is_server_error(&self) -> bool {
        self.status >= 500
    }

    /// Whether an answer of this kind shows nothing but the kind itself.
    ///
    /// A 404 must not tell an unknown id from a hidden one, a 500 must not tell anything from inside.
    pub(crate) const fn is_bare(&self) -> bool {
        matches!(self.status, 404 | 500)
    }
}
