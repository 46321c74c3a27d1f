//! Passwords, tokens and secrets without cost and without chance.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use courses_domain::identity::{Password, PasswordHash, Secret, TokenHash};
use courses_port::identity::{
    AccessToken, AccessTokens, PasswordError, Passwords, SecretError, SecretSource, SignError,
    TokenClaims, Verified,
};

/// Hashes at once, and counts what it is asked for.
#[derive(Debug, Default)]
pub struct FakePasswords {
    calls: AtomicU64,
    overloaded: AtomicBool,
    outdated: AtomicBool,
}

impl FakePasswords {
    /// The one password that it takes for common.
    pub const COMMON: &str = "password-password";

    /// How many passwords were hashed or compared.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::SeqCst)
    }

    /// From now on there is, or is no, place in the queue.
    pub fn set_overloaded(&self, overloaded: bool) {
        self.overloaded.store(overloaded, Ordering::SeqCst);
    }

    /// From now on every hash counts, or does not count, as made with other parameters.
    pub fn set_outdated(&self, outdated: bool) {
        self.outdated.store(outdated, Ordering::SeqCst);
    }

    /// The hash of a password.
    #[must_use]
    pub fn hash_of(password: &str) -> PasswordHash {
        let hash = TokenHash::of(password.as_bytes());
        PasswordHash::new(format!("$fake${:?}", hash.as_bytes()))
    }

    fn enter(&self) -> Result<(), PasswordError> {
        if self.overloaded.load(Ordering::SeqCst) {
            return Err(PasswordError::Overloaded { retry_after: Duration::from_secs(1) });
        }
        self.calls.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

#[async_trait]
impl Passwords for FakePasswords {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, PasswordError> {
        self.enter()?;
        Ok(Self::hash_of(password.expose()))
    }

    async fn verify(
        &self,
        typed: &str,
        hash: Option<&PasswordHash>,
    ) -> Result<Verified, PasswordError> {
        self.enter()?;
        let matches = hash == Some(&Self::hash_of(typed));
        Ok(Verified { matches, outdated: matches && self.outdated.load(Ordering::SeqCst) })
    }

    fn is_common(&self, password: &str) -> bool {
        password == Self::COMMON
    }
}

/// Tokens that are their claims, not signed; it keeps what was asked for.
#[derive(Debug, Default)]
pub struct FakeAccessTokens {
    minted: Mutex<Vec<TokenClaims>>,
}

impl FakeAccessTokens {
    /// How long a token counts.
    pub const LIFETIME: Duration = Duration::from_mins(15);

    /// The claims of every token, oldest first.
    pub fn minted(&self) -> Vec<TokenClaims> {
        self.minted.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl AccessTokens for FakeAccessTokens {
    fn mint(&self, claims: &TokenClaims) -> Result<AccessToken, SignError> {
        self.minted.lock().unwrap_or_else(PoisonError::into_inner).push(claims.clone());
        Ok(AccessToken {
            text: format!("access.{}.{}.{}", claims.account, claims.session, claims.id),
            expires_at: claims.now + Self::LIFETIME,
        })
    }

    fn lifetime(&self) -> Duration {
        Self::LIFETIME
    }
}

/// Secrets that can be foretold: hashes of 1, 2, 3 …
#[derive(Debug, Default)]
pub struct CountingSecrets(AtomicU64);

impl CountingSecrets {
    /// The secret that was made as the `number`th, from 1.
    #[must_use]
    pub fn nth(number: u64) -> Secret {
        Secret::new(*TokenHash::of(&number.to_be_bytes()).as_bytes())
    }
}

impl SecretSource for CountingSecrets {
    fn new_secret(&self) -> Result<Secret, SecretError> {
        Ok(Self::nth(self.0.fetch_add(1, Ordering::SeqCst) + 1))
    }
}
