//! The memory of the limits: bounded, however many callers there are.
//!
//! governor's own stores grow with every key until somebody walks over all of them. Here the keys
//! live in two generations. New and returning keys are in the young one; when that has lived for
//! as long as a whole quota takes to come back, it becomes the old one and the old one is dropped:
//! its keys were silent for so long that they have their whole quota again, and forgetting them
//! changes nothing. When the young one is full earlier, the same happens earlier.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::mem;
use std::sync::{Mutex, PoisonError};

use governor::clock::{Clock, Reference};
use governor::nanos::Nanos;
use governor::state::StateStore;

use super::key::RateKey;

/// Locks are held for a few dozen nanoseconds; this many make waiting for one rare.
const SHARDS: usize = 16;

/// The states of one limiter.
pub(super) struct States<C: Clock> {
    shards: [Mutex<Shard<C::Instant>>; SHARDS],
    hasher: RandomState,
    clock: C,
    lifetime: Nanos,
    keys_per_generation: usize,
}

struct Shard<I> {
    young: HashMap<RateKey, Nanos>,
    old: HashMap<RateKey, Nanos>,
    born: I,
}

impl<C: Clock> States<C> {
    /// Room for about `max_keys` keys, each remembered for `lifetime` at least unless there are
    /// more of them.
    pub(super) fn new(max_keys: usize, lifetime: Nanos, clock: C) -> Self {
        let shard = || Shard { young: HashMap::new(), old: HashMap::new(), born: clock.now() };
        Self {
            shards: std::array::from_fn(|_| Mutex::new(shard())),
            hasher: RandomState::new(),
            lifetime,
            keys_per_generation: (max_keys / (2 * SHARDS)).max(1),
            clock,
        }
    }

    fn shard_of(&self, key: &RateKey) -> &Mutex<Shard<C::Instant>> {
        let index = self.hasher.hash_one(key) % SHARDS as u64;
        &self.shards[usize::try_from(index).unwrap_or(0)]
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        let keys = |shard: &Mutex<Shard<_>>| {
            let shard = shard.lock().unwrap();
            shard.young.len() + shard.old.len()
        };
        self.shards.iter().map(keys).sum()
    }
}

impl<C: Clock> StateStore for States<C> {
    type Key = RateKey;

    fn measure_and_replace<T, F, E>(&self, key: &RateKey, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let now = self.clock.now();
        let shard = self.shard_of(key);
        // A state is one number: there is nothing that a panic could have left half done.
        let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if now.duration_since(shard.born) >= self.lifetime {
            shard.begin_generation(now);
        }
        let state = shard.take(key);
        let outcome = measure(state);
        let next = outcome.as_ref().ok().map(|(_, next)| *next).or(state);
        if let Some(next) = next {
            if shard.young.len() >= self.keys_per_generation && !shard.young.contains_key(key) {
                shard.begin_generation(now);
            }
            shard.young.insert(*key, next);
        }
        outcome.map(|(decision, _)| decision)
    }
}

impl<I> Shard<I> {
    fn begin_generation(&mut self, now: I) {
        self.old = mem::take(&mut self.young);
        self.born = now;
    }

    fn take(&mut self, key: &RateKey) -> Option<Nanos> {
        self.young.get(key).copied().or_else(|| self.old.remove(key))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    const LIFETIME: Duration = Duration::from_mins(1);

    fn states(max_keys: usize) -> (States<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (States::new(max_keys, LIFETIME.into(), clock.clone()), clock)
    }

    fn key(number: u128) -> RateKey {
        RateKey::caller(number.to_be_bytes())
    }

    /// Counts up the state of the key.
    fn count(states: &States<FakeRelativeClock>, number: u128) -> u64 {
        let counted = states.measure_and_replace(&key(number), |state| {
            let next = state.map_or(0, Nanos::as_u64) + 1;
            Ok::<_, ()>((next, Nanos::new(next)))
        });
        counted.unwrap()
    }

    #[test]
    fn a_key_is_remembered_for_its_lifetime_at_least() {
        let (states, clock) = states(1000);
        assert_eq!(count(&states, 1), 1);
        clock.advance(LIFETIME);
        assert_eq!(count(&states, 1), 2);
        clock.advance(LIFETIME);
        assert_eq!(count(&states, 1), 3);
    }

    #[test]
    fn keys_that_fell_silent_are_dropped() {
        let (states, clock) = states(100_000);
        for number in 0..1000 {
            count(&states, number);
        }
        assert_eq!(states.len(), 1000);
        for _ in 0..2 {
            clock.advance(LIFETIME);
            for number in 2000..2200 {
                count(&states, number);
            }
        }
        assert_eq!(states.len(), 200);
        assert_eq!(count(&states, 7), 1);
    }

    #[test]
    fn more_keys_than_there_is_room_for_do_not_fit_and_the_busy_ones_stay() {
        let (states, _) = states(3200);
        for number in 0..100_000 {
            count(&states, number + 1);
            if number % 100 == 0 {
                count(&states, 0);
            }
        }
        assert!(states.len() <= 3200, "{} keys", states.len());
        assert_eq!(count(&states, 0), 1001);
    }

    #[test]
    fn a_refusal_leaves_the_state_as_it_is() {
        let (states, clock) = states(1000);
        count(&states, 1);
        for _ in 0..3 {
            clock.advance(LIFETIME);
            let refused = states.measure_and_replace(&key(1), |_| Err::<((), Nanos), _>("no"));
            assert_eq!(refused, Err("no"));
        }
        assert_eq!(count(&states, 1), 2);
    }
}
