//! Keys that are being written.

use std::fmt;
use std::hash::Hash;

use crate::Cache;

/// Nothing is remembered for these keys until this is dropped: every read asks the store.
///
/// Taken before a write and dropped once its outcome is known, it closes every gap through which
/// a reader could see something older than the write.
#[must_use = "the keys are let go when this is dropped"]
pub struct Hold<K, V, E>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
    E: Clone + Send + Sync + 'static,
{
    cache: Cache<K, V, E>,
    keys: Vec<K>,
}

impl<K, V, E> Hold<K, V, E>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
    E: Clone + Send + Sync + 'static,
{
    pub(crate) const fn new(cache: Cache<K, V, E>, keys: Vec<K>) -> Self {
        Self { cache, keys }
    }
}

impl<K, V, E> Drop for Hold<K, V, E>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
    E: Clone + Send + Sync + 'static,
{
    fn drop(&mut self) {
        for key in &self.keys {
            self.cache.release(key);
        }
    }
}

impl<K, V, E> fmt::Debug for Hold<K, V, E>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
    E: Clone + Send + Sync + 'static,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hold").field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}
