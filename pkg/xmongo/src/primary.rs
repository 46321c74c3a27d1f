//! Whether there is a server to write to, as far as the driver knows.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mongodb::event::EventHandler;
use mongodb::event::sdam::SdamEvent;

/// Knows whether a primary is away. Clones know the same.
///
/// The driver waits for a primary without saying so, and a deadline that passes in that time looks
/// like a slow server. This tells the two apart.
#[derive(Debug, Clone, Default)]
pub struct PrimaryWatch {
    away: Arc<AtomicBool>,
}

impl PrimaryWatch {
    /// Whether no server takes writes right now. A watch that no client was given never says so.
    #[must_use]
    pub fn is_away(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    /// What a client's options want.
    pub(crate) fn handler(&self) -> EventHandler<SdamEvent> {
        let watch = self.clone();
        EventHandler::callback(move |event| {
            if let SdamEvent::TopologyDescriptionChanged(change) = event {
                watch.away.store(!change.new_description.has_writable_server(), Ordering::Relaxed);
            }
        })
    }
}
