//! The cache itself.

use std::fmt;
use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use crate::builder::{Keeps, Observer};
use crate::flight::{Boarding, Flights};
use crate::{Answered, Builder, Hold, Outcome};

/// Answers of a store, remembered for a while. Clones share what they remember.
///
/// `V` is cloned with each answer: an `Arc` of something, usually. `E` is what a look-up fails
/// with; those who waited for it are told the same, so it is cloned too.
pub struct Cache<K, V, E> {
    inner: Arc<Inner<K, V, E>>,
}

struct Inner<K, V, E> {
    remembered: moka::sync::Cache<K, Remembered<V>>,
    flights: Flights<K, V, E>,
    /// Grows when everything is forgotten: what was remembered before that counts no more.
    epoch: AtomicU64,
    ttl: Duration,
    is_on: bool,
    keeps: Keeps<V>,
    observer: Option<Observer>,
}

#[derive(Clone)]
struct Remembered<V> {
    value: V,
    asked_at: Instant,
    epoch: u64,
}

impl<K, V, E> Cache<K, V, E>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
    E: Clone + Send + Sync + 'static,
{
    pub(crate) fn of(builder: Builder<K, V>) -> Self {
        let Builder { capacity, ttl, weigher, keeps, observer } = builder;
        let remembered = moka::sync::Cache::builder()
            .max_capacity(capacity)
            .weigher(move |key: &K, kept: &Remembered<V>| weigher(key, &kept.value))
            .time_to_live(ttl)
            .build();
        let is_on = capacity > 0 && !ttl.is_zero();
        let (flights, epoch) = (Flights::new(), AtomicU64::new(0));
        Self { inner: Arc::new(Inner { remembered, flights, epoch, ttl, is_on, keeps, observer }) }
    }

    /// The remembered answer, or else what `look_up` finds.
    ///
    /// Of all who miss a key at once one looks it up and the others wait for that. If the one
    /// goes away, another takes over. What was found is remembered unless the key was
    /// [invalidated](Self::invalidate) or [held](Self::hold) since the look-up began.
    ///
    /// # Errors
    ///
    /// What the look-up failed with. It is not remembered: the next one tries again.
    pub async fn get<F, Fut>(&self, key: &K, look_up: F) -> Result<V, E>
    where
        F: FnOnce() -> Fut,
        Fut: Future<Output = Result<V, E>>,
    {
        let began = Instant::now();
        if let Some(value) = self.inner.remembered(key, began) {
            self.inner.answered(Outcome::Hit, began, None);
            return Ok(value);
        }
        let mut store_took = None;
        let result = match self.inner.flights.board(key, || self.inner.remembered(key, began)) {
            Boarding::Landed(value) => {
                self.inner.answered(Outcome::Hit, began, None);
                return Ok(value);
            }
            Boarding::Alone => {
                let result = look_up().await;
                store_took = Some(began.elapsed());
                result
            }
            Boarding::Aboard(ticket) => {
                let ask = async || {
                    let asked_at = Instant::now();
                    let epoch = self.inner.epoch.load(Ordering::Acquire);
                    let result = look_up().await;
                    store_took = Some(asked_at.elapsed());
                    ticket.land(|| self.inner.remember(key, &result, asked_at, epoch));
                    result
                };
                ticket.landing().get_or_init(ask).await.clone()
            }
        };
        let outcome = match (&result, store_took) {
            (Err(_), _) => Outcome::Error,
            (Ok(_), Some(_)) => Outcome::Miss,
            (Ok(_), None) => Outcome::Shared,
        };
        self.inner.answered(outcome, began, store_took);
        result
    }

    /// Forgets a key: whoever asks from now on gets what the store says from now on.
    ///
    /// A look-up that is under way still answers those who wait for it already; what it finds is
    /// not remembered.
    pub fn invalidate(&self, key: &K) {
        self.inner.flights.ground(key, || self.inner.remembered.invalidate(key));
    }

    /// Forgets everything, as [`Self::invalidate`] does with one key.
    pub fn invalidate_all(&self) {
        self.inner.flights.ground_all(|| {
            self.inner.epoch.fetch_add(1, Ordering::AcqRel);
            self.inner.remembered.invalidate_all();
        });
    }

    /// Forgets these keys, and remembers nothing for them until the answer is dropped.
    pub fn hold(&self, keys: impl IntoIterator<Item = K>) -> Hold<K, V, E> {
        let hold = |key: &K| {
            self.inner.flights.hold(key, || self.inner.remembered.invalidate(key));
        };
        let keys = keys.into_iter().inspect(hold).collect();
        Hold::new(self.clone(), keys)
    }

    pub(crate) fn release(&self, key: &K) {
        self.inner.flights.release(key);
    }

    /// Entries, more or less: what was just added or dropped may not be counted yet.
    #[must_use]
    pub fn entries(&self) -> u64 {
        self.inner.remembered.entry_count()
    }

    /// Bytes that the entries weigh, more or less.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.inner.remembered.weighted_size()
    }

    /// Keys that are being looked up or held at the moment.
    #[must_use]
    pub fn busy(&self) -> usize {
        self.inner.flights.len()
    }

    /// Does now what is otherwise done along the way: drops what is too old or too much.
    pub fn tidy(&self) {
        self.inner.remembered.run_pending_tasks();
    }
}

impl<K, V, E> Inner<K, V, E>
where
    K: Hash + Eq + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    fn remembered(&self, key: &K, now: Instant) -> Option<V> {
        let kept = self.remembered.get(key)?;
        let counts = kept.epoch == self.epoch.load(Ordering::Acquire)
            && now.saturating_duration_since(kept.asked_at) < self.ttl;
        counts.then_some(kept.value)
    }
}

impl<K, V, E> Inner<K, V, E>
where
    K: Hash + Eq + Clone + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    fn remember(&self, key: &K, result: &Result<V, E>, asked_at: Instant, epoch: u64) {
        if let (true, Ok(value)) = (self.is_on, result)
            && (self.keeps)(value)
        {
            let kept = Remembered { value: value.clone(), asked_at, epoch };
            self.remembered.insert(key.clone(), kept);
        }
    }
}

impl<K, V, E> Inner<K, V, E> {
    fn answered(&self, outcome: Outcome, began: Instant, store_took: Option<Duration>) {
        if let Some(observer) = &self.observer {
            observer(&Answered { outcome, took: began.elapsed(), store_took });
        }
    }
}

impl<K, V, E> Clone for Cache<K, V, E> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

impl<K, V, E> fmt::Debug for Cache<K, V, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("ttl", &self.inner.ttl).finish_non_exhaustive()
    }
}
