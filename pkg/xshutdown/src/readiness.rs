//! Whether the program wants new work: the answer behind `/readyz`.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

const STARTING: u8 = 0;
const READY: u8 = 1;
const DRAINING: u8 = 2;

/// Starts as not ready, becomes ready once, and ends as draining. Clones share the state.
#[derive(Debug, Clone, Default)]
pub struct Readiness(Arc<AtomicU8>);

impl Readiness {
    /// Whether the program has started and is not about to stop.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.0.load(Ordering::Acquire) == READY
    }

    /// Whether the program is about to stop.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.0.load(Ordering::Acquire) == DRAINING
    }

    /// Tells that everything has started. Comes too late, and does nothing, while draining.
    pub fn set_ready(&self) {
        let order = Ordering::AcqRel;
        // The other state means that the program drains, and that is final.
        let _ = self.0.compare_exchange(STARTING, READY, order, Ordering::Acquire);
    }

    pub(crate) fn drain(&self) {
        self.0.store(DRAINING, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draining_is_final() {
        let readiness = Readiness::default();
        assert!(!readiness.is_ready() && !readiness.is_draining());
        readiness.set_ready();
        assert!(readiness.is_ready());
        readiness.drain();
        readiness.set_ready();
        assert!(!readiness.is_ready() && readiness.is_draining());
    }
}
