//! What a hasher does and has done, for metrics.

/// What a hasher does at this moment, and what it has done since its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Load {
    /// Passwords that wait.
    pub waiting: usize,
    /// Passwords that are being hashed.
    pub busy: usize,
    /// Computations done, whatever they were for.
    pub computed: u64,
    /// KiB of memory filled by those computations, each round counted: the work they were.
    pub filled_kib: u64,
    /// Passwords that were turned away because the queue was full.
    pub refused: u64,
    /// Passwords whose caller went away before their turn; they cost nothing.
    pub skipped: u64,
}
