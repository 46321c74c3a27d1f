//! How much of a machine passwords may take.

use std::num::NonZeroUsize;
use std::thread;

/// Places in the queue for each thread.
const PLACES_PER_PERMIT: usize = 4;

/// How many passwords are hashed at once, and how many may wait for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate {
    pub(crate) permits: usize,
    pub(crate) places: usize,
}

impl Gate {
    /// A gate that lets `permits` passwords be hashed at once, each by a thread of its own, and
    /// four times as many wait.
    #[must_use]
    pub const fn new(permits: NonZeroUsize) -> Self {
        let permits = permits.get();
        Self { permits, places: permits.saturating_mul(PLACES_PER_PERMIT) }
    }

    /// The same gate with another number of places to wait in.
    #[must_use]
    pub const fn places(self, places: usize) -> Self {
        Self { places, ..self }
    }
}

/// As many permits as there are cores.
impl Default for Gate {
    fn default() -> Self {
        Self::new(thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
    }
}
