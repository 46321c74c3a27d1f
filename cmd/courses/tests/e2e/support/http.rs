//! Requests as they are, and every answer looked at for what it must not tell.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, redirect};
use serde_json::Value;

use super::{Account, assert_discreet, assert_keyless};

/// Sends requests to one address.
#[derive(Clone)]
pub(crate) struct Http {
    client: reqwest::Client,
    base: String,
}

/// A request that is being put together.
#[must_use]
pub(crate) struct Call {
    client: reqwest::Client,
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Option<Vec<u8>>,
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

/// A client without certificates, which take their time to load, and without the proxies of the
/// machine.
pub(crate) fn plain() -> reqwest::ClientBuilder {
    reqwest::Client::builder().tls_certs_only([]).no_proxy()
}

impl Http {
    pub(crate) fn new(base: &str) -> Self {
        let client = plain()
            .redirect(redirect::Policy::none())
            .timeout(Duration::from_mins(1))
            .build()
            .unwrap();
        Self { client, base: base.to_owned() }
    }

    pub(crate) fn call(&self, method: &str, path: &str) -> Call {
        Call {
            client: self.client.clone(),
            method: method.parse().unwrap(),
            url: format!("{}{path}", self.base),
            headers: HeaderMap::new(),
            body: None,
        }
    }

    pub(crate) fn get(&self, path: &str) -> Call {
        self.call("GET", path)
    }

    pub(crate) fn post(&self, path: &str) -> Call {
        self.call("POST", path)
    }

    pub(crate) fn patch(&self, path: &str) -> Call {
        self.call("PATCH", path)
    }

    pub(crate) fn put(&self, path: &str) -> Call {
        self.call("PUT", path)
    }

    pub(crate) fn delete(&self, path: &str) -> Call {
        self.call("DELETE", path)
    }
}

impl Call {
    pub(crate) fn header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        let name: HeaderName = name.parse().unwrap();
        self.headers.append(name, HeaderValue::from_str(value.as_ref()).unwrap());
        self
    }

    /// As an account; `None` is anonymous.
    pub(crate) fn by<'a>(self, account: impl Into<Option<&'a Account>>) -> Self {
        match account.into() {
            Some(account) => self.header("authorization", format!("Bearer {}", account.token())),
            None => self,
        }
    }

    /// With this access token or API key.
    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// A JSON body under the media type that the method wants.
    pub(crate) fn json(self, body: &Value) -> Self {
        self.raw(body.to_string())
    }

    /// The same, unchecked.
    pub(crate) fn raw(mut self, body: impl Into<Vec<u8>>) -> Self {
        let media = match self.method {
            Method::PATCH => "application/merge-patch+json",
            _ => "application/json",
        };
        self.body = Some(body.into());
        if self.headers.contains_key("content-type") {
            self
        } else {
            self.header("content-type", media)
        }
    }

    pub(crate) async fn send(self) -> Answer {
        let url = self.url.clone();
        self.try_send().await.unwrap_or_else(|err| panic!("{url}: {err:?}"))
    }

    /// The same; an error if nobody answered to the end.
    pub(crate) async fn try_send(self) -> reqwest::Result<Answer> {
        let request = self.client.request(self.method, &self.url).headers(self.headers);
        let request = match self.body {
            Some(body) => request.body(body),
            None => request,
        };
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await?;
        let answer = Answer { status, headers, text };
        answer.assert_discreet();
        assert_keyless(&self.url, answer.status, &answer.text);
        Ok(answer)
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|err| panic!("{err}: {self:#?}"))
    }

    /// The text of a header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The same if it has this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    /// The same if it is this problem, told as problems are.
    #[track_caller]
    pub(crate) fn problem(self, status: u16, code: &str) -> Self {
        assert_eq!((self.status, self.code().as_str()), (status, code), "{self:#?}");
        assert_eq!(self.header("content-type"), "application/problem+json");
        let body = self.json();
        assert_eq!(body["status"], status);
        assert_eq!(body["request_id"], self.header("x-request-id"));
        self
    }

    /// The code of a problem, or nothing.
    pub(crate) fn code(&self) -> String {
        let body: Value = serde_json::from_str(&self.text).unwrap_or_default();
        let code = body["type"].as_str().unwrap_or_default();
        code.strip_prefix("urn:courses:problem:").unwrap_or(code).to_owned()
    }

    /// Where the violations are, sorted.
    pub(crate) fn pointers(&self) -> Vec<String> {
        let body = self.json();
        let errors = body["errors"].as_array().cloned().unwrap_or_default();
        let mut pointers: Vec<String> =
            errors.iter().map(|error| error["pointer"].as_str().unwrap().to_owned()).collect();
        pointers.sort();
        pointers
    }

    /// What is left when everything that may differ between two refusals is taken away.
    pub(crate) fn comparable(&self) -> String {
        let mut headers: Vec<String> = self
            .headers
            .iter()
            .filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()))
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        headers.sort();
        let mut body: Value = serde_json::from_str(&self.text).unwrap_or_default();
        for member in ["instance", "request_id"] {
            body.as_object_mut().map(|body| body.remove(member));
        }
        format!("{} {headers:?} {body}", self.status)
    }

    fn assert_discreet(&self) {
        assert_discreet(&self.text);
        for value in self.headers.values() {
            assert_discreet(&String::from_utf8_lossy(value.as_bytes()));
        }
    }
}
