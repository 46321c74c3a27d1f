//! Look-ups of single keys that become one question.
//!
//! A cache asks for one key at a time, so that everybody who misses a key waits for one look-up.
//! Who needs several keys would ask the store once for each. Here each look-up first puts down its
//! key and lets the others of the same call do so; the first to go on asks for all of them.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use courses_port::StoreError;
use tokio::sync::OnceCell;

use crate::failure::Failure;

type Found<K, T> = HashMap<K, Option<Arc<T>>>;

/// The look-ups of one call.
pub(crate) struct Together<K, T, F> {
    look_up: F,
    key_of: fn(&T) -> K,
    waiting: Mutex<Vec<K>>,
    found: OnceCell<Result<Found<K, T>, Failure>>,
}

impl<K, T, F, Fut> Together<K, T, F>
where
    K: Hash + Eq + Clone + Send + Sync,
    T: Send + Sync,
    F: Fn(Vec<K>) -> Fut + Sync,
    Fut: Future<Output = Result<Vec<T>, StoreError>> + Send,
{
    pub(crate) fn new(look_up: F, key_of: fn(&T) -> K) -> Self {
        Self { look_up, key_of, waiting: Mutex::default(), found: OnceCell::new() }
    }

    /// What has this key, found together with what the others ask for.
    pub(crate) async fn find(&self, key: K) -> Result<Option<Arc<T>>, Failure> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(key.clone());
        tokio::task::yield_now().await;
        let found = self.found.get_or_init(|| self.ask(self.waiting())).await;
        match found {
            Err(failure) => Err(failure.clone()),
            Ok(found) => match found.get(&key) {
                Some(found) => Ok(found.clone()),
                // It came too late for the question: somebody else asked for it, and gave up.
                None => Ok(self.ask(vec![key.clone()]).await?.remove(&key).flatten()),
            },
        }
    }

    /// Whether the store was asked.
    pub(crate) fn has_asked(&self) -> bool {
        self.found.initialized()
    }

    fn waiting(&self) -> Vec<K> {
        std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Every one of these keys, with what the store has for it.
    async fn ask(&self, keys: Vec<K>) -> Result<Found<K, T>, Failure> {
        let mut found: Found<K, T> = keys.iter().map(|key| (key.clone(), None)).collect();
        for it in (self.look_up)(keys).await? {
            found.insert((self.key_of)(&it), Some(Arc::new(it)));
        }
        Ok(found)
    }
}
