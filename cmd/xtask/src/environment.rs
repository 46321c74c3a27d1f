//! The environment variables the chores listen to.

/// The variable, unless it is unset or empty.
#[expect(clippy::disallowed_methods, reason = "chores are told about machines by the environment")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The names of all variables that begin with `prefix`.
#[expect(clippy::disallowed_methods, reason = "chores keep settings of the caller from programs")]
pub(crate) fn names_with(prefix: &str) -> Vec<String> {
    std::env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(|name| name.starts_with(prefix))
        .collect()
}

/// Whether this is a build nobody watches: there nothing may be skipped.
pub(crate) fn is_ci() -> bool {
    variable("CI").as_deref() == Some("true")
}
