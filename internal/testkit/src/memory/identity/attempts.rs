//! Counts failed sign-ins.

use async_trait::async_trait;
use courses_domain::identity::{AttemptKey, Attempts};
use courses_port::StoreError;
use courses_port::identity::SignInAttempts;
use jiff::{SignedDuration, Timestamp};

use crate::memory::MemoryStore;

/// How long after the last failure a count is forgotten.
const MEMORY: SignedDuration = SignedDuration::from_hours(24);

#[async_trait]
impl SignInAttempts for MemoryStore {
    async fn find_attempts(
        &self,
        keys: &[AttemptKey],
        now: Timestamp,
    ) -> Result<Vec<Attempts>, StoreError> {
        let state = self.state();
        let known = |key| state.attempts.get(key).copied().filter(|it| !is_forgotten(it, now));
        Ok(keys.iter().map(|key| known(key).unwrap_or(Attempts::NONE)).collect())
    }

    async fn count_failure(&self, keys: &[AttemptKey], now: Timestamp) -> Result<(), StoreError> {
        let mut state = self.state();
        for key in keys {
            let counted = state.attempts.entry(*key).or_insert(Attempts::NONE);
            if is_forgotten(counted, now) {
                *counted = Attempts::NONE;
            }
            counted.failures += 1;
            counted.last_failed_at = counted.last_failed_at.max(now);
        }
        Ok(())
    }

    async fn forget_failures(&self, key: &AttemptKey) -> Result<(), StoreError> {
        self.state().attempts.remove(key);
        Ok(())
    }

    async fn purge_attempts(&self, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let mut state = self.state();
        let forgotten = state.attempts.iter().filter(|(_, it)| is_forgotten(it, now));
        let forgotten: Vec<AttemptKey> =
            forgotten.map(|(key, _)| *key).take(limit as usize).collect();
        for key in &forgotten {
            state.attempts.remove(key);
        }
        Ok(forgotten.len() as u64)
    }
}

fn is_forgotten(attempts: &Attempts, now: Timestamp) -> bool {
    now.duration_since(attempts.last_failed_at) >= MEMORY
}
