//! A token store that a test holds on to, can stop and can break.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use courses_sdk::{MemoryTokenStore, TokenStore, TokenStoreError, Tokens};
use tokio::sync::{Mutex, Notify, OwnedMutexGuard};

/// Clones are the same store.
#[derive(Clone, Default)]
pub(crate) struct SharedStore(Arc<Inner>);

#[derive(Default)]
struct Inner {
    tokens: MemoryTokenStore,
    fails: AtomicBool,
    gate: Arc<Mutex<()>>,
    saving: Notify,
}

impl SharedStore {
    pub(crate) fn holding(tokens: Tokens) -> Self {
        let tokens = MemoryTokenStore::holding(tokens);
        Self(Arc::new(Inner { tokens, ..Inner::default() }))
    }

    /// Whether saving fails from now on.
    pub(crate) fn fail(&self, fails: bool) {
        self.0.fails.store(fails, Ordering::SeqCst);
    }

    /// Saving waits until the guard is dropped.
    pub(crate) fn hold(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.0.gate).try_lock_owned().expect("nobody is saving yet")
    }

    /// Waits until somebody saves.
    pub(crate) async fn is_saving(&self) {
        self.0.saving.notified().await;
    }
}

#[async_trait]
impl TokenStore for SharedStore {
    async fn load(&self) -> Result<Option<Tokens>, TokenStoreError> {
        self.0.tokens.load().await
    }

    async fn save(&self, tokens: &Tokens) -> Result<(), TokenStoreError> {
        self.0.saving.notify_one();
        let _gate = self.0.gate.lock().await;
        if self.0.fails.load(Ordering::SeqCst) {
            return Err("the disk is full".into());
        }
        self.0.tokens.save(tokens).await
    }

    async fn clear(&self) -> Result<(), TokenStoreError> {
        self.0.tokens.clear().await
    }
}
