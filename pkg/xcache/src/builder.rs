//! How a cache is made.

use std::fmt;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use crate::{Answered, Cache};

/// Bytes that an entry takes besides what the weigher knows: the tables of the cache, its queues
/// and its sketch of what is asked for often.
const ENTRY_BYTES: usize = 256;

pub(crate) type Weigher<K, V> = Box<dyn Fn(&K, &V) -> u32 + Send + Sync>;
pub(crate) type Keeps<V> = Box<dyn Fn(&V) -> bool + Send + Sync>;
pub(crate) type Observer = Arc<dyn Fn(&Answered) + Send + Sync>;

/// How a cache is made.
pub struct Builder<K, V> {
    pub(crate) capacity: u64,
    pub(crate) ttl: Duration,
    pub(crate) weigher: Weigher<K, V>,
    pub(crate) keeps: Keeps<V>,
    pub(crate) observer: Option<Observer>,
}

impl<K, V> fmt::Debug for Builder<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("capacity", &self.capacity)
            .field("ttl", &self.ttl)
            .finish_non_exhaustive()
    }
}

impl<K, V> Builder<K, V>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// A cache of at most so many bytes whose answers are at most `ttl` old. Without room, or
    /// without time, it remembers nothing and still asks once for those who ask together.
    #[must_use]
    pub fn new(capacity: u64, ttl: Duration) -> Self {
        let (weigher, keeps): (Weigher<K, V>, Keeps<V>) = (Box::new(|_, _| 0), Box::new(|_| true));
        Self { capacity, ttl, weigher, keeps, observer: None }.weighed_by(|_, _| 0)
    }

    /// Counts the bytes that a key and its value own elsewhere: texts, lists, what an `Arc`
    /// holds. Their own size and that of the entry are added.
    #[must_use]
    pub fn weighed_by(mut self, owned: impl Fn(&K, &V) -> usize + Send + Sync + 'static) -> Self {
        let fixed = ENTRY_BYTES + size_of::<K>() + size_of::<V>();
        self.weigher = Box::new(move |key, value| {
            u32::try_from(owned(key, value).saturating_add(fixed)).unwrap_or(u32::MAX)
        });
        self
    }

    /// Remembers only such answers. Say "there is none" is not one where somebody else may make
    /// what was looked for.
    #[must_use]
    pub fn keeping(mut self, keeps: impl Fn(&V) -> bool + Send + Sync + 'static) -> Self {
        self.keeps = Box::new(keeps);
        self
    }

    /// Is told about each answer, in the task that gets it: it counts, and does not wait.
    #[must_use]
    pub fn observed_by(mut self, observer: impl Fn(&Answered) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// The cache.
    #[must_use]
    pub fn build<E>(self) -> Cache<K, V, E>
    where
        E: Clone + Send + Sync + 'static,
    {
        Cache::of(self)
    }
}
