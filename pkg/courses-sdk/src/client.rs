//! How a client comes to be: where the service is, who is calling, how long to wait.

use std::time::Duration;

use reqwest::Url;
use reqwest::header::{HeaderValue, InvalidHeaderValue};

use crate::generated::Client;
use crate::retry::RetryPolicy;
use crate::transport::Transport;

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The base URL is no absolute `http` or `https` address.
    #[error("`{0}` is no absolute http or https address")]
    BaseUrl(String),
    /// The token has characters that no header can carry.
    #[error("the token has characters that no header can carry")]
    Token(#[source] InvalidHeaderValue),
    /// The HTTP client could not be set up.
    #[error("the HTTP client could not be set up")]
    Http(#[source] reqwest::Error),
}

/// Makes a [`Client`]; see [`Client::builder`].
#[derive(Debug, Clone)]
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    token: Option<String>,
    connect_timeout: Duration,
    timeout: Duration,
    retry: RetryPolicy,
    automatic_keys: bool,
    user_agent: String,
    http: Option<reqwest::Client>,
}

impl ClientBuilder {
    /// Sends this access token with every request.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
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
    /// [`BuildError`] if the base URL or the token can not be used.
    pub fn build(self) -> Result<Client, BuildError> {
        let base_url = checked(&self.base_url)?;
        let transport = Transport {
            authorization: self.token.as_deref().map(bearer).transpose()?,
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
        Ok(Client::new_with_client(&base_url, http, transport))
    }
}

impl Client {
    /// Starts a client of the service at `base_url`, such as `https://courses.example.org`.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder {
            base_url: base_url.into(),
            token: None,
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(30),
            retry: RetryPolicy::default(),
            automatic_keys: true,
            user_agent: concat!("courses-sdk/", env!("CARGO_PKG_VERSION")).to_owned(),
            http: None,
        }
    }

    /// The same client with another token. Connections are shared, so this is cheap enough to do
    /// whenever a token is renewed.
    ///
    /// # Errors
    ///
    /// [`BuildError::Token`] if the token can not be sent.
    pub fn with_token(&self, token: &str) -> Result<Self, BuildError> {
        let mut client = self.clone();
        client.inner.authorization = Some(bearer(token)?);
        Ok(client)
    }

    /// The same client without a token: what the public sees.
    #[must_use]
    pub fn without_token(&self) -> Self {
        let mut client = self.clone();
        client.inner.authorization = None;
        client
    }
}

fn checked(base_url: &str) -> Result<String, BuildError> {
    let refused = || BuildError::BaseUrl(base_url.to_owned());
    let url = Url::parse(base_url).map_err(|_| refused())?;
    let usable = matches!(url.scheme(), "http" | "https") && url.query().is_none();
    if usable { Ok(base_url.trim_end_matches('/').to_owned()) } else { Err(refused()) }
}

fn bearer(token: &str) -> Result<HeaderValue, BuildError> {
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).map_err(BuildError::Token)?;
    value.set_sensitive(true);
    Ok(value)
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
        let client = Client::builder("http://127.0.0.1").token("s3cret").build().unwrap();
        assert!(!format!("{client:?}").contains("s3cret"));
        assert!(Client::builder("http://127.0.0.1").token("a\nb").build().is_err());
    }
}
