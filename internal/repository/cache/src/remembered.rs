//! One kind of thing, remembered by one kind of key.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Arc;

use courses_port::StoreError;
use futures::future::join_all;
use xcache::{Builder, Cache, Hold};

use crate::failure::Failure;
use crate::together::Together;
use crate::{Observer, Options};

/// The cache underneath. What does not exist is answered and not kept.
pub(crate) type Kept<K, T> = Cache<K, Option<Arc<T>>, Failure>;

/// Things of a store, remembered by a key that each of them has.
pub(crate) struct Remembered<K, T> {
    name: &'static str,
    cache: Kept<K, T>,
    key_of: fn(&T) -> K,
    observer: Option<Arc<dyn Observer>>,
}

impl<K, T> Remembered<K, T>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    /// Remembers in `room` bytes; `owned` tells how many a thing has besides its own size.
    pub(crate) fn new(
        name: &'static str,
        room: u64,
        options: &Options,
        key_of: fn(&T) -> K,
        owned: fn(&T) -> usize,
    ) -> Self {
        let weigh = move |_: &K, it: &Option<Arc<T>>| {
            it.as_ref().map_or(0, |it| size_of::<T>() + owned(it))
        };
        let mut builder =
            Builder::new(room, options.ttl).weighed_by(weigh).keeping(Option::is_some);
        if let Some(observer) = options.observer.clone() {
            builder = builder.observed_by(move |answered| observer.answered(name, answered));
        }
        Self { name, cache: builder.build(), key_of, observer: options.observer.clone() }
    }

    /// The things with these keys, in no order; `look_up` is asked once for what is missing.
    pub(crate) async fn find<F, Fut>(&self, keys: &[K], look_up: F) -> Result<Vec<T>, StoreError>
    where
        F: Fn(Vec<K>) -> Fut + Send + Sync,
        Fut: Future<Output = Result<Vec<T>, StoreError>> + Send,
    {
        let together = &Together::new(look_up, self.key_of);
        let keys: HashSet<&K> = keys.iter().collect();
        let answers = keys
            .into_iter()
            .map(|key| async move { self.cache.get(key, || together.find(key.clone())).await });
        // Every look-up has to begin before the first goes on, however many there are: otherwise
        // the budget of the task would split the question.
        let answers = tokio::task::unconstrained(join_all(answers)).await;
        if let Some(observer) = &self.observer
            && together.has_asked()
        {
            observer.holds(self.name, self.cache.entries(), self.cache.bytes());
        }
        let mut found = Vec::with_capacity(answers.len());
        for answer in answers {
            found.extend(answer?.map(|it| T::clone(&it)));
        }
        Ok(found)
    }

    /// Forgets these keys and remembers nothing for them until the answer is dropped.
    pub(crate) fn hold(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> Hold<K, Option<Arc<T>>, Failure> {
        self.cache.hold(keys)
    }

    /// Forgets everything.
    pub(crate) fn forget(&self) {
        self.cache.invalidate_all();
    }
}

#[cfg(test)]
mod tests;
