//! Fault points that do something.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// Where the process ends.
struct Abort {
    point: String,
    /// How often the point is still passed.
    left: AtomicU64,
}

static ABORT: LazyLock<Option<Abort>> = LazyLock::new(|| variable("FAULT_ABORT").map(Abort::read));
static SABOTAGE: LazyLock<Option<String>> = LazyLock::new(|| variable("FAULT_SABOTAGE"));

impl Abort {
    /// Reads `name` or `name:times`.
    fn read(text: String) -> Self {
        let (point, times) = match text.rsplit_once(':').map(|(name, it)| (name, it.parse())) {
            Some((name, Ok(times))) => (name.to_owned(), times),
            _ => (text, 1),
        };
        Self { point, left: AtomicU64::new(times) }
    }

    /// Whether this is the time at which to end.
    fn is_due(&self, name: &str) -> bool {
        self.point == name && self.left.fetch_sub(1, Ordering::Relaxed) == 1
    }
}

/// A place at which a test may end the process.
pub fn point(name: &str) {
    if ABORT.as_ref().is_some_and(|abort| abort.is_due(name)) {
        eprintln!("aborting at {name}");
        std::process::abort();
    }
}

/// Whether this promise is broken on purpose, to see whether a test notices.
#[must_use]
pub fn sabotaged(name: &str) -> bool {
    SABOTAGE.as_deref() == Some(name)
}

#[expect(clippy::disallowed_methods, reason = "a fault is no setting of the program")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_due_once() {
        let abort = Abort::read("a.b:3".to_owned());
        let passed: Vec<bool> = (0..5).map(|_| abort.is_due("a.b")).collect();
        assert_eq!(passed, [false, false, true, false, false]);
        assert!(!Abort::read("a.b".to_owned()).is_due("a.c"));
        assert!(Abort::read("a.b".to_owned()).is_due("a.b"));
    }
}
