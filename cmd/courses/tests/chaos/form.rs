//! In which form a test runs: short or at full length, honest or with a saboteur.

use std::sync::LazyLock;

use tokio::sync::{Mutex, MutexGuard};

/// Replica sets that lose members want the machine for themselves.
static TURN: Mutex<()> = Mutex::const_new(());

static FULL: LazyLock<bool> = LazyLock::new(|| variable("CHAOS_FULL").is_some());
static SABOTEUR: LazyLock<Option<String>> = LazyLock::new(|| variable("CHAOS_SABOTEUR"));

/// Waits until no other test of this program runs.
pub(crate) async fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().await
}

/// Whether the test runs at full length.
pub(crate) fn is_full() -> bool {
    *FULL
}

/// Who breaks a promise on purpose this time.
pub(crate) fn saboteur() -> Option<&'static str> {
    SABOTEUR.as_deref()
}

/// Whether it is this one.
pub(crate) fn sabotaged(name: &str) -> bool {
    saboteur() == Some(name)
}

#[expect(clippy::disallowed_methods, reason = "tests are told about their form by the chore")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
