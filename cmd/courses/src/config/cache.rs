//! `cache`

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{ByteSize, Duration};

/// What lists remember of subjects and instructors, so that the store is not asked each time.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct CacheConfig {
    /// Memory for it; 0 remembers nothing.
    pub(crate) size: ByteSize,
    /// How old it may get; 0 remembers nothing. What this process changes is seen at once, what
    /// another instance changes after this time.
    pub(crate) ttl: Duration,
}

impl Default for CacheConfig {
    fn default() -> Self {
        Self { size: ByteSize::from_mib(8), ttl: Duration::from_secs(1) }
    }
}

impl CacheConfig {
    /// Whether anything is remembered.
    pub(crate) const fn is_on(&self) -> bool {
        self.size.bytes() > 0 && !self.ttl.is_zero()
    }
}
