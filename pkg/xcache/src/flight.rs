//! Look-ups that are under way: who asks for the same thing waits for the same answer.
//!
//! A flight stands in the table from its first rider until it lands. Taking it out of the table
//! before that is how an answer is kept from being remembered: it still reaches those who wait
//! for it, who all asked before it was taken out.
//!
//! The table holds what is being asked for or written at the moment and nothing else.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OnceCell;

/// Tables behind locks of their own, so that callers seldom wait for each other.
const SHARDS: usize = 16;

/// Where a flight lands. If whoever asks goes away, one of those who wait asks in its place.
pub(crate) type Landing<V, E> = Arc<OnceCell<Result<V, E>>>;

/// Look-ups under way and keys that are being written.
pub(crate) struct Flights<K, V, E> {
    shards: [Mutex<Shard<K, V, E>>; SHARDS],
    hasher: RandomState,
}

struct Shard<K, V, E> {
    flights: HashMap<K, Flight<V, E>>,
    holds: HashMap<K, usize>,
}

struct Flight<V, E> {
    landing: Landing<V, E>,
    riders: usize,
}

/// How somebody gets their answer.
pub(crate) enum Boarding<'a, K: Hash + Eq, V, E> {
    /// It was there after all.
    Landed(V),
    /// With others.
    Aboard(Ticket<'a, K, V, E>),
    /// Alone: the key is being written.
    Alone,
}

/// A place on a flight, given back when dropped.
pub(crate) struct Ticket<'a, K: Hash + Eq, V, E> {
    flights: &'a Flights<K, V, E>,
    key: K,
    landing: Landing<V, E>,
}

impl<K: Hash + Eq + Clone, V, E> Flights<K, V, E> {
    pub(crate) fn new() -> Self {
        let shard = |_| Mutex::new(Shard { flights: HashMap::new(), holds: HashMap::new() });
        Self { shards: std::array::from_fn(shard), hasher: RandomState::new() }
    }

    /// Joins the flight for `key`, or begins one unless `remembered` knows the answer by now.
    pub(crate) fn board(
        &self,
        key: &K,
        remembered: impl FnOnce() -> Option<V>,
    ) -> Boarding<'_, K, V, E> {
        let mut shard = self.shard(key);
        if shard.holds.contains_key(key) {
            return Boarding::Alone;
        }
        let landing = if let Some(flight) = shard.flights.get_mut(key) {
            flight.riders += 1;
            Arc::clone(&flight.landing)
        } else {
            // Answers are remembered under this lock, so this look is the last word.
            if let Some(value) = remembered() {
                return Boarding::Landed(value);
            }
            let landing = Landing::default();
            let flight = Flight { landing: Arc::clone(&landing), riders: 1 };
            shard.flights.insert(key.clone(), flight);
            landing
        };
        Boarding::Aboard(Ticket { flights: self, key: key.clone(), landing })
    }

    /// Takes the flight for `key` out and does `forget` before anybody can board another.
    pub(crate) fn ground(&self, key: &K, forget: impl FnOnce()) {
        let mut shard = self.shard(key);
        shard.flights.remove(key);
        forget();
    }

    /// The same, and sends everybody alone until [`Self::release`].
    pub(crate) fn hold(&self, key: &K, forget: impl FnOnce()) {
        let mut shard = self.shard(key);
        shard.flights.remove(key);
        *shard.holds.entry(key.clone()).or_default() += 1;
        forget();
    }

    /// Ends one hold.
    pub(crate) fn release(&self, key: &K) {
        let mut shard = self.shard(key);
        match shard.holds.get_mut(key) {
            Some(holds) if *holds > 1 => *holds -= 1,
            _ => drop(shard.holds.remove(key)),
        }
    }

    /// Takes every flight out and does `forget` before anybody can board another.
    pub(crate) fn ground_all(&self, forget: impl FnOnce()) {
        let mut shards: Vec<_> = self.shards.iter().map(lock).collect();
        for shard in &mut shards {
            shard.flights.clear();
        }
        forget();
    }

    /// Keys in the table.
    pub(crate) fn len(&self) -> usize {
        let keys = |shard: &Mutex<_>| {
            let shard: MutexGuard<'_, Shard<K, V, E>> = lock(shard);
            shard.flights.len() + shard.holds.len()
        };
        self.shards.iter().map(keys).sum()
    }
}

impl<K: Hash + Eq, V, E> Flights<K, V, E> {
    fn shard(&self, key: &K) -> MutexGuard<'_, Shard<K, V, E>> {
        let hash = usize::try_from(self.hasher.hash_one(key) % SHARDS as u64);
        lock(&self.shards[hash.expect("less than the number of shards")])
    }
}

impl<K: Hash + Eq, V, E> Ticket<'_, K, V, E> {
    pub(crate) const fn landing(&self) -> &Landing<V, E> {
        &self.landing
    }

    /// Ends the flight. `remember` is done unless the flight was taken out before.
    pub(crate) fn land(&self, remember: impl FnOnce()) {
        let mut shard = self.flights.shard(&self.key);
        if shard.is_aboard(&self.key, &self.landing) {
            shard.flights.remove(&self.key);
            remember();
        }
    }
}

impl<K: Hash + Eq, V, E> Drop for Ticket<'_, K, V, E> {
    /// A flight that everybody left before it landed is over.
    fn drop(&mut self) {
        let mut shard = self.flights.shard(&self.key);
        if !shard.is_aboard(&self.key, &self.landing) {
            return;
        }
        if let Some(flight) = shard.flights.get_mut(&self.key) {
            flight.riders -= 1;
            if flight.riders == 0 {
                shard.flights.remove(&self.key);
            }
        }
    }
}

impl<K: Hash + Eq, V, E> Shard<K, V, E> {
    /// Whether the flight for `key` is still this one.
    fn is_aboard(&self, key: &K, landing: &Landing<V, E>) -> bool {
        self.flights.get(key).is_some_and(|flight| Arc::ptr_eq(&flight.landing, landing))
    }
}

fn lock<T>(shard: &Mutex<T>) -> MutexGuard<'_, T> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}
