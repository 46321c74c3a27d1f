//! How the store behaves; the defaults suit a small server.

use std::time::Duration;

/// How the store behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How many reads happen at once, at least 1.
    pub readers: usize,
    /// How many pieces of work may wait for the thread that writes, at least 1.
    pub queue: usize,
    /// How many pieces of work one commit serves at most, at least 1.
    pub group: usize,
    /// How long to wait for another process that has the file.
    pub busy_timeout: Duration,
    /// How long to wait for a free reader or a place in the queue.
    pub wait: Duration,
    /// How long one read may take.
    pub read_deadline: Duration,
    /// How long to wait for a write; it may still happen later.
    pub write_deadline: Duration,
    /// How long [`EventLog::changed`](courses_port::EventLog::changed) waits at most; other
    /// processes' commits are noticed by that alone.
    pub poll: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 4,
            queue: 1_024,
            group: 64,
            busy_timeout: Duration::from_secs(5),
            wait: Duration::from_secs(2),
            read_deadline: Duration::from_secs(5),
            write_deadline: Duration::from_secs(30),
            poll: Duration::from_secs(1),
        }
    }
}
