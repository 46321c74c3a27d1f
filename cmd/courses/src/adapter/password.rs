//! Passwords by argon2id, behind a gate.

use std::num::NonZeroUsize;

use async_trait::async_trait;
use courses_domain::identity::{Password, PasswordHash};
use courses_port::identity::{PasswordError, Passwords, Verified};
use xpassword::{Gate, Hasher, Settings, StartError};

use crate::config::PasswordConfig;

/// Hashes and compares on threads of its own.
pub(crate) struct GatedPasswords {
    hasher: Hasher,
}

impl GatedPasswords {
    /// Starts the threads.
    ///
    /// # Errors
    ///
    /// [`StartError`].
    pub(crate) fn start(config: &PasswordConfig) -> Result<Self, StartError> {
        let settings = Settings {
            memory_kib: config.memory_kib,
            iterations: config.iterations,
            parallelism: config.parallelism,
        };
        let permits = usize::try_from(config.permits).ok().and_then(NonZeroUsize::new);
        let gate = permits.map_or_else(Gate::default, Gate::new);
        Ok(Self { hasher: Hasher::start(settings, gate)? })
    }
}

#[async_trait]
impl Passwords for GatedPasswords {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, PasswordError> {
        let text = self.hasher.hash(password.expose().as_bytes()).await.map_err(failed)?;
        Ok(PasswordHash::new(text))
    }

    async fn verify(
        &self,
        typed: &str,
        hash: Option<&PasswordHash>,
    ) -> Result<Verified, PasswordError> {
        let stored = hash.map(PasswordHash::as_str);
        let found = self.hasher.verify(typed.as_bytes(), stored).await.map_err(failed)?;
        Ok(Verified { matches: found.matches, outdated: found.outdated })
    }

    fn is_common(&self, password: &str) -> bool {
        xpassword::common::is_common(password)
    }
}

fn failed(err: xpassword::Error) -> PasswordError {
    match err {
        xpassword::Error::Overloaded { retry_after } => PasswordError::Overloaded { retry_after },
        xpassword::Error::NotAHash | xpassword::Error::Failed => {
            PasswordError::Failed(Box::new(err))
        }
    }
}
