//! The only place of the workspace that reads the environment of the process.
#![expect(
    clippy::disallowed_methods,
    reason = "everybody else is told to take the environment from here"
)]

use std::{env, ffi::OsString};

/// One variable of the process, or `None` if it is not set, empty or not UTF-8.
///
/// For the few that are needed before there is a configuration, such as the path of its file.
#[must_use]
pub fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// Every variable of the process.
pub(crate) fn all() -> impl Iterator<Item = (OsString, OsString)> {
    env::vars_os()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_is_not_set_is_none() {
        assert_eq!(variable("XCONFIG_TEST_NEVER_SET"), None);
        assert!(variable("PATH").is_some());
    }
}
