//! Every port in memory: a fake that keeps the promises of the ports, held to them by the same
//! contract suite as the real stores.

mod access;
mod apply;
mod catalogue;
mod credential;
mod event_log;
mod fixed;
mod identity;
mod imports;
mod lists;
mod mailer;
mod merging;
mod publication;
mod state;
mod suggestions;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use access::FakeAccess;
pub use credential::{CountingSecrets, FakeAccessTokens, FakePasswords};
pub use fixed::{CountingIds, FixedClock};
pub use mailer::KeptMails;
use state::State;

/// A store in memory. Clones share their content.
#[derive(Clone, Default)]
pub struct MemoryStore {
    state: Arc<Mutex<State>>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
