//! What a client is told about how to sign in.

use std::fmt;
use std::sync::Arc;

use super::store::TokenStore;
use crate::Secret;

/// E-mail address and password of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    pub(super) email: String,
    pub(super) password: Secret,
}

impl Credentials {
    /// The credentials of an account.
    #[must_use]
    pub fn new(email: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self { email: email.into(), password: password.into() }
    }
}

/// How a session begins and where it is kept.
#[derive(Clone, Default)]
pub(crate) struct SessionOptions {
    pub(crate) store: Option<Arc<dyn TokenStore>>,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) refresh_token: Option<Secret>,
}

impl fmt::Debug for SessionOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionOptions")
            .field("credentials", &self.credentials)
            .field("refresh_token", &self.refresh_token)
            .finish_non_exhaustive()
    }
}
