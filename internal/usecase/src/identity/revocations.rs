//! Which access tokens are void, in memory: every request asks.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock, RwLockWriteGuard};

use courses_domain::identity::{RevokedTokens, TokenRevocation};
use courses_domain::shared::AccountId;
use jiff::Timestamp;
use uuid::Uuid;

/// Why a token is void.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Void {
    /// Its session ended.
    Session,
    /// Something about its account changed: roles, password, or whether it may come in.
    Account,
}

/// The revocations that count now, as this process knows them.
///
/// Holds no more than what has not run out. Reading takes a shared lock for the time of two
/// look-ups, and none at all while there is nothing to look up.
#[derive(Debug, Default)]
pub struct Revocations {
    /// Whether there may be any.
    any: AtomicBool,
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    sessions: HashMap<Uuid, Deadlines>,
    accounts: HashMap<Uuid, Deadlines>,
}

/// In milliseconds, as tokens have them.
#[derive(Debug, Clone, Copy)]
struct Deadlines {
    until: i64,
    expires_at: i64,
}

impl Revocations {
    /// Nothing is void.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a token of this session and account, minted at this moment, is void, and why.
    #[must_use]
    pub fn is_void(
        &self,
        session: Option<Uuid>,
        account: AccountId,
        minted_at_ms: i64,
    ) -> Option<Void> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let voids = |found: Option<&Deadlines>| found.is_some_and(|it| minted_at_ms <= it.until);
        if session.is_some_and(|session| voids(known.sessions.get(&session))) {
            Some(Void::Session)
        } else if voids(known.accounts.get(&account.into())) {
            Some(Void::Account)
        } else {
            None
        }
    }

    /// Adds revocations to those that are known, and forgets what has run out at `now`.
    pub fn merge(&self, revocations: &[TokenRevocation], now: Timestamp) {
        let mut known = self.write();
        known.add(revocations);
        known.forget(now.as_millisecond());
        self.any.store(!known.is_empty(), Ordering::Release);
    }

    /// Knows these and no others.
    pub fn replace(&self, revocations: &[TokenRevocation], now: Timestamp) {
        let mut fresh = Known::default();
        fresh.add(revocations);
        fresh.forget(now.as_millisecond());
        let mut known = self.write();
        *known = fresh;
        self.any.store(!known.is_empty(), Ordering::Release);
    }

    /// How many are known.
    #[must_use]
    pub fn len(&self) -> usize {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.sessions.len() + known.accounts.len()
    }

    /// Whether none is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn write(&self) -> RwLockWriteGuard<'_, Known> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn is_empty(&self) -> bool {
        self.sessions.is_empty() && self.accounts.is_empty()
    }

    fn add(&mut self, revocations: &[TokenRevocation]) {
        for revocation in revocations {
            match revocation.tokens {
                RevokedTokens::Session(id) => keep(&mut self.sessions, id.into(), revocation),
                RevokedTokens::Account(id) => keep(&mut self.accounts, id.into(), revocation),
            }
        }
    }

    fn forget(&mut self, now: i64) {
        for known in [&mut self.sessions, &mut self.accounts] {
            known.retain(|_, it| it.expires_at > now);
            if known.capacity() > 1024 && known.len() < known.capacity() / 8 {
                known.shrink_to_fit();
            }
        }
    }
}

/// The later of two revocations counts, in whichever order they arrive.
fn keep<K: Eq + Hash>(known: &mut HashMap<K, Deadlines>, id: K, revocation: &TokenRevocation) {
    let until = revocation.until.as_millisecond();
    let expires_at = revocation.expires_at.as_millisecond();
    let kept = known.entry(id).or_insert(Deadlines { until, expires_at });
    kept.until = kept.until.max(until);
    kept.expires_at = kept.expires_at.max(expires_at);
}

#[cfg(test)]
mod tests;
