//! What one listener grants to those who connect.

use std::time::Duration;

/// Limits of [`serve`](crate::serve).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerLimits {
    /// Open connections; more wait in the kernel's queue until one closes.
    pub max_connections: usize,
    /// Time for a request's whole header to arrive, counted from the end of the answer before it:
    /// it also ends connections that stay silent.
    pub header_read_timeout: Duration,
    /// Size of request line and headers, in bytes, at least 8192; 431 with no body above it.
    pub max_header_bytes: usize,
    /// Number of headers; 431 with no body above it.
    pub max_headers: usize,
    /// Time in which a caller must take at least one byte of its answer.
    pub write_stall_timeout: Duration,
    /// Time that draining may take.
    pub drain_timeout: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            max_connections: 4096,
            header_read_timeout: Duration::from_secs(15),
            max_header_bytes: 64 * 1024,
            max_headers: 100,
            write_stall_timeout: Duration::from_secs(30),
            drain_timeout: Duration::from_secs(20),
        }
    }
}
