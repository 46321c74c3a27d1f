//! `imports`

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What becomes of what outside sources do not have any more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct ImportsConfig {
    /// A course that so many complete imports of its source in a row do not name is archived; 0 for
    /// never.
    pub(crate) vanish_after: u32,
}

impl Default for ImportsConfig {
    fn default() -> Self {
        Self { vanish_after: 3 }
    }
}
