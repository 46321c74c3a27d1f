//! `catalogue`

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How courses get into the catalogue.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct CatalogueConfig {
    /// Has every course looked at by a moderator or administrator before it is published: its
    /// owner makes a publication request. Otherwise owners publish by themselves.
    pub(crate) review: bool,
}
