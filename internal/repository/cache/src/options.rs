//! How much is remembered, and who is told.

use std::sync::Arc;
use std::time::Duration;

use xcache::Answered;

/// Is told what each cache does, for metrics. It counts, and does not wait.
pub trait Observer: Send + Sync {
    /// The cache of this name answered.
    fn answered(&self, cache: &'static str, answered: &Answered);

    /// The cache of this name holds so much, after it learned something.
    fn holds(&self, cache: &'static str, entries: u64, bytes: u64);
}

/// How much is remembered.
#[derive(Clone)]
pub struct Options {
    /// Bytes for all that is remembered.
    pub room: u64,
    /// How old an answer may be.
    pub ttl: Duration,
    /// Who is told.
    pub observer: Option<Arc<dyn Observer>>,
}
