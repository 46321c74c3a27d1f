//! Where tokens are kept between calls, and between runs of a program.

use std::error::Error;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;

use super::tokens::Tokens;

/// Why a store failed; its text must not have tokens in it.
pub type TokenStoreError = Box<dyn Error + Send + Sync>;

/// Keeps the tokens of one session of one service.
///
/// The client saves new tokens before it uses them, and looks into the store before it renews, so
/// that programs which share a store use the tokens that another of them has bought.
#[async_trait]
pub trait TokenStore: Send + Sync + 'static {
    /// The tokens that were saved last; `None` if there are none.
    async fn load(&self) -> Result<Option<Tokens>, TokenStoreError>;

    /// Puts `tokens` in the place of those before them, wholly or not at all.
    async fn save(&self, tokens: &Tokens) -> Result<(), TokenStoreError>;

    /// Forgets the tokens: the session is over.
    async fn clear(&self) -> Result<(), TokenStoreError>;
}

/// Keeps tokens for as long as the program runs.
#[derive(Debug, Default)]
pub struct MemoryTokenStore(Mutex<Option<Tokens>>);

impl MemoryTokenStore {
    /// A store with the tokens of a session that goes on.
    #[must_use]
    pub fn holding(tokens: Tokens) -> Self {
        Self(Mutex::new(Some(tokens)))
    }

    fn put(&self, tokens: Option<Tokens>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = tokens;
    }
}

#[async_trait]
impl TokenStore for MemoryTokenStore {
    async fn load(&self) -> Result<Option<Tokens>, TokenStoreError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    async fn save(&self, tokens: &Tokens) -> Result<(), TokenStoreError> {
        self.put(Some(tokens.clone()));
        Ok(())
    }

    async fn clear(&self) -> Result<(), TokenStoreError> {
        self.put(None);
        Ok(())
    }
}
