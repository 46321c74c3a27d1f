//! The session of a client, for those who want to sign in or out themselves.

use std::fmt;
use std::sync::Arc;

use super::failure::Failure;
use super::options::{Credentials, SessionOptions};
use super::shared::SharedSession;
use super::tokens::Ready;
use crate::{Client, Error, types};

/// The session of a client; see [`Client::session`]. Clones are the same session.
///
/// ```no_run
/// use courses_sdk::{Client, Credentials, Error, FileTokenStore};
///
/// # async fn example(password: String) -> Result<(), Box<dyn std::error::Error>> {
/// let store = FileTokenStore::new("tokens.json");
/// let client = Client::builder("http://127.0.0.1:8080").token_store(store).build()?;
/// let session = client.session().ok_or("the client has no session")?;
///
/// if let Err(Error::SignedOut { .. }) = client.get_me().send().await.map_err(Error::from) {
///     session.sign_in(&Credentials::new("ann@example.org", password)).await?;
/// }
/// println!("{:?}", client.get_me().send().await?.name);
/// session.sign_out().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Session(Arc<SharedSession>);

impl Session {
    pub(crate) fn new(anonymous: Client, options: SessionOptions) -> Self {
        Self(Arc::new(SharedSession::new(anonymous, options)))
    }

    /// Begins a session with these credentials, in the place of the one before. They are not
    /// remembered; [`ClientBuilder::credentials`](crate::ClientBuilder::credentials) are.
    ///
    /// # Errors
    ///
    /// [`Error::SignedOut`] if they are wrong, [`Error::Renewal`] if the service did not decide,
    /// [`Error::TokenStore`] if the tokens could not be saved.
    pub async fn sign_in(&self, credentials: &Credentials) -> Result<(), Error> {
        Ok(self.0.begin(credentials).await?)
    }

    /// Goes on with tokens that were just granted, such as those of a registration.
    ///
    /// # Errors
    ///
    /// [`Error::TokenStore`] if they could not be saved.
    pub async fn adopt(&self, tokens: types::Tokens) -> Result<(), Error> {
        Ok(self.0.adopt(tokens).await?)
    }

    /// Ends the session, on the service and here. The client does not sign in again by itself.
    ///
    /// # Errors
    ///
    /// Any [`Error`] of the call. The session then goes on.
    pub async fn sign_out(&self) -> Result<(), Error> {
        self.end(false).await
    }

    /// Ends all sessions of the account, on all devices.
    ///
    /// # Errors
    ///
    /// Any [`Error`] of the call. The session then goes on.
    pub async fn sign_out_everywhere(&self) -> Result<(), Error> {
        self.end(true).await
    }

    async fn end(&self, everywhere: bool) -> Result<(), Error> {
        if self.has_begun().await? {
            let client = self.0.anonymous.with_session(self.clone());
            let body = types::SignOutRequest { everywhere };
            match client.sign_out().body(body).send().await.map_err(Error::from) {
                Ok(_) | Err(Error::SignedOut { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.0.end().await?)
    }

    /// Whether there is anything to sign out of: signing in for that alone would be silly.
    async fn has_begun(&self) -> Result<bool, Error> {
        {
            let state = self.0.state();
            if state.current.is_some() || state.first.is_some() || state.unsaved.is_some() {
                return Ok(true);
            }
        }
        Ok(self.0.store.load().await.map_err(Failure::store)?.is_some())
    }

    pub(crate) async fn ready(&self) -> Result<Arc<Ready>, Failure> {
        self.0.ready().await
    }

    pub(crate) async fn renewed(&self, refused: &Arc<Ready>) -> Result<Arc<Ready>, Failure> {
        self.0.renewed(Some(refused)).await
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Session")
    }
}
