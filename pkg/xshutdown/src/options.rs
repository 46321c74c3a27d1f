//! How long each step of a shutdown may take.

use std::time::Duration;

/// Time limits of a shutdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How long to go on as usual after readiness is off, so that whoever asks for it has
    /// noticed before the first connection is refused. Default: nothing.
    pub drain_delay: Duration,
    /// How long tracked tasks may take to end once the token is cancelled; then they are
    /// aborted, and the callbacks run. Default: 10 s.
    pub task_timeout: Duration,
    /// How long all of it may take, the drain delay included. Default: 30 s.
    pub deadline: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            drain_delay: Duration::ZERO,
            task_timeout: Duration::from_secs(10),
            deadline: Duration::from_secs(30),
        }
    }
}
