//! The ports that use cases are given.

use std::sync::Arc;

use courses_port::catalogue::{AccessCheck, CatalogueReader};
use courses_port::{Clock, Commit, IdSource, IdempotencyStore};

/// Everything a use case may lean on. Cheap to clone.
#[derive(Clone)]
pub struct Ports {
    /// Answers questions about the catalogue.
    pub catalogue: Arc<dyn CatalogueReader>,
    /// The same for lists, whose subjects and instructors may be a moment old, as everything is that
    /// a secondary may serve. Nothing is decided on what it says.
    pub listed: Arc<dyn CatalogueReader>,
    /// Knows who may see the content of lessons.
    pub access: Arc<dyn AccessCheck>,
    /// Applies change sets.
    pub commit: Arc<dyn Commit>,
    /// Finds earlier answers.
    pub idempotency: Arc<dyn IdempotencyStore>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdSource>,
}
