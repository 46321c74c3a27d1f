//! A store that counts who asks, and answers when it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use xcache::{Builder, Cache};

pub(crate) type Numbers = Cache<u32, u64, &'static str>;

/// A cache with room and time enough.
pub(crate) fn cache() -> Numbers {
    Builder::new(1 << 20, Duration::from_mins(1)).build()
}

/// A store whose answers wait for a sign.
#[derive(Clone, Default)]
pub(crate) struct SlowStore {
    asked: Arc<AtomicUsize>,
    open: Arc<Notify>,
}

impl SlowStore {
    /// Counts the question, waits for [`Self::answer`], and answers `result`.
    pub(crate) async fn ask<T>(&self, result: T) -> T {
        let sign = self.open.notified();
        self.asked.fetch_add(1, Ordering::SeqCst);
        sign.await;
        result
    }

    /// How often it was asked.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// Lets the questions asked so far be answered.
    pub(crate) fn answer(&self) {
        self.open.notify_waiters();
    }
}

/// Lets all others go on until they wait for something.
pub(crate) async fn settle() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

/// What a look-up finds at once.
pub(crate) async fn found(value: u64) -> Result<u64, &'static str> {
    Ok(value)
}
