//! What a test does that cannot run here: says so on a developer's machine, fails in CI.

use std::fs::OpenOptions;
use std::io::Write as _;

/// Tells that a test did not run and why; the caller then returns from the test.
///
/// The reason is printed, and noted in the file named by `TEST_SKIPPED_LOG` when there is
/// one, because the test runner swallows what a passing test prints.
///
/// # Panics
///
/// When `CI=true`: there a test that does not run is a failure.
pub fn skip(reason: &str) {
    assert!(variable("CI").as_deref() != Some("true"), "a test may not be skipped in CI: {reason}");
    skip_optional(reason);
}

/// Tells that a test did not run because it needs something that is not part of the project and
/// that nobody has to have, such as outside data. This is no failure anywhere.
pub fn skip_optional(reason: &str) {
    eprintln!("skipped: {reason}");
    if let Some(log) = variable("TEST_SKIPPED_LOG")
        && let Ok(mut file) = OpenOptions::new().create(true).append(true).open(log)
    {
        // In one piece, for tests run side by side. Only a count is lost when this fails.
        drop(file.write_all(format!("{reason}\n").as_bytes()));
    }
}

/// The environment variable, unless it is unset or empty.
#[expect(clippy::disallowed_methods, reason = "tests are told about servers by the environment")]
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
