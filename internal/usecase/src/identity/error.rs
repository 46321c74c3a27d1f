//! What can stand against a request about identity.

use std::error::Error;
use std::time::Duration;

use courses_domain::identity::IllegalAccountTransition;
use courses_domain::shared::Violations;
use courses_port::StoreError;
use courses_port::identity::{PasswordError, SecretError, SignError};

use crate::{Precondition, ReadError, Refusal, WriteError};

/// Why something about an account was not done or shown.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// What can stand against any request: not granted, another version, bad input, an address
    /// that is taken, a store that failed.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The address and the password do not let anybody in. Never says which, nor why.
    #[error("the e-mail address or the password is wrong")]
    InvalidCredentials,
    /// The refresh token is worth nothing. Never says why.
    #[error("the refresh token is not valid")]
    InvalidRefreshToken,
    /// Too many attempts failed.
    #[error("too many attempts failed")]
    Throttled {
        /// When to come again.
        retry_after: Duration,
    },
    /// Too many passwords wait to be checked.
    #[error("too many passwords are being checked")]
    Overloaded {
        /// When to come again.
        retry_after: Duration,
    },
    /// The status of the account does not allow it now.
    #[error(transparent)]
    IllegalTransition(#[from] IllegalAccountTransition),
    /// An administrator would shut himself out.
    #[error(transparent)]
    SelfHarm(#[from] SelfHarm),
    /// The account has as many API keys as one may have.
    #[error("the account has {max} API keys, no more are allowed", max = crate::identity::CreateApiKey::MAX)]
    TooManyApiKeys,
    /// Hashing, signing or chance failed.
    #[error("work with secrets failed")]
    Failed(#[source] Box<dyn Error + Send + Sync>),
}

/// What an administrator may not do to his own account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SelfHarm {
    /// Block it.
    #[error("nobody can block the own account")]
    Block,
    /// Take the role of an administrator from it.
    #[error("nobody can take the role of an administrator from the own account")]
    Demote,
}

impl From<Refusal> for IdentityError {
    fn from(refusal: Refusal) -> Self {
        Self::Write(refusal.into())
    }
}

impl From<Precondition> for IdentityError {
    fn from(precondition: Precondition) -> Self {
        Self::Write(precondition.into())
    }
}

impl From<Violations> for IdentityError {
    fn from(violations: Violations) -> Self {
        Self::Write(violations.into())
    }
}

impl From<StoreError> for IdentityError {
    fn from(err: StoreError) -> Self {
        Self::Write(err.into())
    }
}

impl From<ReadError> for IdentityError {
    fn from(err: ReadError) -> Self {
        Self::Write(err.into())
    }
}

impl From<PasswordError> for IdentityError {
    fn from(err: PasswordError) -> Self {
        match err {
            PasswordError::Overloaded { retry_after } => Self::Overloaded { retry_after },
            PasswordError::Failed(source) => Self::Failed(source),
        }
    }
}

impl From<SignError> for IdentityError {
    fn from(err: SignError) -> Self {
        Self::Failed(err.0)
    }
}

impl From<SecretError> for IdentityError {
    fn from(err: SecretError) -> Self {
        Self::Failed(err.0)
    }
}
