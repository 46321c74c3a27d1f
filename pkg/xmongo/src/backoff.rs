//! Pauses between attempts: growing, and random, so that those who collided do not meet again.

use std::time::{Duration, Instant};

const FIRST: Duration = Duration::from_millis(5);
const LONGEST: Duration = Duration::from_millis(500);

/// The pauses of one series of attempts.
#[derive(Debug, Clone)]
pub struct Backoff {
    next: Duration,
}

impl Backoff {
    /// Begins with a few milliseconds.
    #[must_use]
    pub const fn new() -> Self {
        Self { next: FIRST }
    }

    /// Pauses and answers `true`, or answers `false` at once if the pause would reach `deadline`.
    pub async fn wait(&mut self, deadline: Instant) -> bool {
        let pause = self.next.mul_f64(rand::random_range(0.5..1.0));
        self.next = (self.next * 2).min(LONGEST);
        if Instant::now() + pause >= deadline {
            return false;
        }
        tokio::time::sleep(pause).await;
        true
    }
}

impl Default for Backoff {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_waits_past_the_deadline() {
        let mut backoff = Backoff::new();

        assert!(backoff.wait(Instant::now() + Duration::from_secs(5)).await);
        assert!(!backoff.wait(Instant::now()).await);
    }
}
