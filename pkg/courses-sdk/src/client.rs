//! How a client comes to be: where the service is, who is calling, how long to wait.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::InvalidHeaderValue;

use crate::generated::Client;
use crate::retry::RetryPolicy;
use crate::secret::Secret;
use crate::session::{Credentials, Session, SessionOptions, TokenStore, bearer};
use crate::transport::{Identity, Transport};

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The base URL is no absolute `http` or `https` address.
    #[error("`{0}` is no absolute http or https address")]
    BaseUrl(String),
    /// The token has characters that no header can carry.
    #[error("the token has characters that no header can carry")]
    Token(#[source] InvalidHeaderValue),
    /// A client has a fixed token or a session.
    #[error("a client has a fixed token or a session, not both")]
    TwoIdentities,
    /// The HTTP client could not be set up.
    #[error("the HTTP client could not be set up")]
    Http(#[source] reqwest::Error),
}

/// Makes a [`Client`]; see [`Client::builder`].
#[derive(Debug, Clone)]
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    token: Option<Secret>,
    session: Option<SessionOptions>,
    connect_timeout: Duration,
    timeout: Duration,
    retry: RetryPolicy,
    automatic_keys: bool,
    user_agent: String,
    http: Option<reqwest::Client>,
}

impl ClientBuilder {
    /// Sends this access token, or the secret of an API key, with every request. It is never
    /// renewed.
    pub fn token(mut self, token: impl Into<Secret>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Signs in with e-mail address and password when a token is needed, and again when the session
    /// has ended; not any more once they were refused or [`Session::sign_out`] was called.
    pub fn credentials(mut self, email: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.session.get_or_insert_default().credentials = Some(Credentials::new(email, password));
        self
    }

    /// Goes on with the session of this refresh token, unless the store has tokens.
    pub fn refresh_token(mut self, token: impl Into<Secret>) -> Self {
        self.session.get_or_insert_default().refresh_token = Some(token.into());
        self
    }

    /// Keeps the tokens of the session here; in memory unless told. With nothing else the client
    /// goes on with the session whose tokens it finds.
    pub fn token_store(mut self, store: impl TokenStore) -> Self {
        self.session.get_or_insert_default().store = Some(Arc::new(store));
        self
    }

    /// Gives up connecting after this time; 5 seconds unless told.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Gives up one try after this time; 30 seconds unless told.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How often and how long to try again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Whether a POST without an `Idempotency-Key` gets one; on unless told. Without a key a POST is
    /// never tried again.
    pub fn automatic_keys(mut self, on: bool) -> Self {
        self.automatic_keys = on;
        self
    }

    /// The name of the calling program; `courses-sdk/<version>` unless told.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = name.into();
        self
    }

    /// Uses this HTTP client, with its own connect time-out, user agent and TLS settings.
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// Makes the client. No request is sent yet.
    ///
    /// # Errors
    ///
    /// [`BuildError`] if the base URL or the token can not be used, or if there is a token and a
    /// session.
    pub fn build(self) -> Result<Client, BuildError> {
        if self.token.is_some() && self.session.is_some() {
            return Err(BuildError::TwoIdentities);
        }
        let base_url = checked(&self.base_url)?;
        let transport = Transport {
            identity: Identity::Nobody,
            retry: self.retry,
            timeout: self.timeout,
            automatic_keys: self.automatic_keys,
        };
        let http = match self.http {
            Some(http) => http,
            None => reqwest::Client::builder()
                .connect_timeout(self.connect_timeout)
                .user_agent(self.user_agent)
                .build()
                .map_err(BuildError::Http)?,
        };
        let client = Client::new_with_client(&base_url, http, transport);
        match (self.token, self.session) {
            (Some(token), _) => client.with_token(token.expose()),
            (None, Some(options)) => {
                let session = Session::new(client.clone(), options);
                Ok(client.with_session(session))
            }
            (None, None) => Ok(client),
        }
    }
}

impl Client {
    /// Starts a client of the service at `base_url`, such as `https://courses.example.org`.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder {
            base_url: base_url.into(),
            token: None,
            session: None,
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            retry: RetryPolicy::default(),
            automatic_keys: true,
            user_agent: concat!("courses-sdk/", env!("CARGO_PKG_VERSION")).to_owned(),
            http: None,
        }
    }

    /// The same client with another token, and no session. Connections are shared, so this is cheap.
    ///
    /// # Errors
    ///
    /// [`BuildError::Token`] if the token can not be sent.
    pub fn with_token(&self, token: &str) -> Result<Self, BuildError> {
        let authorization = bearer(token).map_err(BuildError::Token)?;
        Ok(self.with_identity(Identity::Bearer(authorization)))
    }

    /// The same client without a token: what the public sees.
    #[must_use]
    pub fn without_token(&self) -> Self {
        self.with_identity(Identity::Nobody)
    }

    /// The session, unless the client has a fixed token or none.
    #[must_use]
    pub fn session(&self) -> Option<&Session> {
        match &self.inner.identity {
            Identity::Session(session) => Some(session),
            Identity::Nobody | Identity::Bearer(_) => None,
        }
    }

    pub(crate) fn with_session(&self, session: Session) -> Self {
        self.with_identity(Identity::Session(session))
    }

    fn with_identity(&self, identity: Identity) -> Self {
        let mut client = self.clone();
        client.inner.identity = identity;
        client
    }
}

fn checked(base_url: &str) -> Result<String, BuildError> {
    let refused = || BuildError::BaseUrl(base_url.to_owned());
    let url = Url::parse(base_url).map_err(|_| refused())?;
    let usable = matches!(url.scheme(), "http" | "https") && url.query().is_none();
    if usable { Ok(base_url.trim_end_matches('/').to_owned()) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_an_absolute_web_address() {
        assert!(Client::builder("http://127.0.0.1:8080/").build().is_ok());
        for bad in ["", "127.0.0.1:8080", "ftp://example.org", "/v1", "http://a?b"] {
            let refused = Client::builder(bad).build();
            assert!(matches!(refused, Err(BuildError::BaseUrl(_))), "{bad}");
        }
    }

    #[test]
    fn a_token_does_not_show_in_debug_output() {
        let builder = Client::builder("http://127.0.0.1").token("s3cret");
        assert!(!format!("{builder:?} {:?}", builder.clone().build()).contains("s3cret"));
        assert!(Client::builder("http://127.0.0.1").token("a\nb").build().is_err());
    }

    #[test]
    fn credentials_do_not_show_in_debug_output() {
        let builder = Client::builder("http://127.0.0.1").refresh_token("s3cret-a");
        let builder = builder.credentials("ann@example.org", "s3cret-b");
        assert!(!format!("{builder:?} {:?}", builder.clone().build()).contains("s3cret"));
    }

    #[test]
    fn a_client_has_one_identity() {
        let client = Client::builder("http://127.0.0.1").token("a").refresh_token("b").build();
        assert!(matches!(client, Err(BuildError::TwoIdentities)));

        let client = Client::builder("http://127.0.0.1").refresh_token("b").build().unwrap();
        assert!(client.session().is_some());
        assert!(client.without_token().session().is_none());
        assert!(client.with_token("a").unwrap().session().is_none());
    }
}
