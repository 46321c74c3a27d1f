//! Hashing, signing and chance: work with secrets that the domain leaves to others.

use std::error::Error;
use std::time::Duration;

use async_trait::async_trait;
use courses_domain::identity::{Password, PasswordHash, Secret, SessionId};
use courses_domain::shared::{AccountId, Role};
use jiff::Timestamp;
use uuid::Uuid;

/// What a comparison of a password with a hash found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Whether it is the password.
    pub matches: bool,
    /// Whether it matches and the hash was made with other parameters than are wanted now.
    pub outdated: bool,
}

/// Why a password was neither hashed nor compared.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many wait already.
    #[error("too many passwords are being checked")]
    Overloaded {
        /// When to come again.
        retry_after: Duration,
    },
    /// The hash or the machine is broken.
    #[error("a password could not be hashed or compared")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
}

/// Hashes and compares passwords, a few at a time.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// The hash to keep.
    ///
    /// # Errors
    ///
    /// [`PasswordError`].
    async fn hash(&self, password: &Password) -> Result<PasswordHash, PasswordError>;

    /// Compares what somebody typed with a hash. Without a hash it does the same work and finds
    /// no match, so that time does not tell whether there is an account.
    ///
    /// # Errors
    ///
    /// [`PasswordError`].
    async fn verify(
        &self,
        typed: &str,
        hash: Option<&PasswordHash>,
    ) -> Result<Verified, PasswordError>;

    /// Whether many people use this password.
    fn is_common(&self, password: &str) -> bool;
}

/// What an access token is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenClaims {
    /// Its own id, a `UUIDv7` of the moment it is minted.
    pub id: Uuid,
    /// Whose it is.
    pub account: AccountId,
    /// The session it belongs to.
    pub session: SessionId,
    /// What the account may be.
    pub roles: Vec<Role>,
    /// When it is minted.
    pub now: Timestamp,
}

/// A signed token. `Debug` does not show it.
#[derive(Clone)]
pub struct AccessToken {
    /// The token.
    pub text: String,
    /// When it stops to count.
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessToken").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// A token could not be signed.
#[derive(Debug, thiserror::Error)]
#[error("an access token could not be signed")]
pub struct SignError(#[source] pub Box<dyn Error + Send + Sync>);

/// Signs access tokens.
pub trait AccessTokens: Send + Sync {
    /// A token with these claims.
    ///
    /// # Errors
    ///
    /// [`SignError`].
    fn mint(&self, claims: &TokenClaims) -> Result<AccessToken, SignError>;

    /// How long a token counts.
    fn lifetime(&self) -> Duration;
}

/// The machine gave no chance.
#[derive(Debug, thiserror::Error)]
#[error("the machine gave no randomness")]
pub struct SecretError(#[source] pub Box<dyn Error + Send + Sync>);

/// Makes secrets nobody can guess.
pub trait SecretSource: Send + Sync {
    /// 32 bytes of the machine's best randomness.
    ///
    /// # Errors
    ///
    /// [`SecretError`].
    fn new_secret(&self) -> Result<Secret, SecretError>;
}
