//! What happens to every request on its way out, and to every answer on its way in.

use std::time::Duration;

use progenitor_client::{ClientHooks, ClientInfo as _, Error, OperationInfo};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, Response};

use crate::generated::Client;
use crate::problem;
use crate::retry::{self, RetryPolicy};

pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// What a client carries along beside its connections.
#[derive(Debug, Clone)]
pub struct Transport {
    pub(crate) authorization: Option<HeaderValue>,
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Duration,
    pub(crate) automatic_keys: bool,
}

impl ClientHooks<Transport> for Client {
    async fn pre<E>(&self, request: &mut Request, _: &OperationInfo) -> Result<(), Error<E>> {
        let transport = self.inner();
        let method = request.method().clone();
        let headers = request.headers_mut();
        headers
            .insert(ACCEPT, HeaderValue::from_static("application/json, application/problem+json"));
        if let Some(authorization) = &transport.authorization {
            headers.insert(AUTHORIZATION, authorization.clone());
        }
        if method == Method::PATCH {
            let merge_patch = HeaderValue::from_static("application/merge-patch+json");
            headers.insert(CONTENT_TYPE, merge_patch);
        }
        if method == Method::POST
            && transport.automatic_keys
            && !headers.contains_key(IDEMPOTENCY_KEY)
        {
            headers.insert(IDEMPOTENCY_KEY, new_key());
        }
        Ok(())
    }

    async fn exec(&self, request: Request, info: &OperationInfo) -> reqwest::Result<Response> {
        let Transport { retry, timeout, .. } = self.inner();
        let answer = retry::execute(self.client(), request, retry, *timeout, info).await?;
        Ok(problem::always_readable(answer))
    }
}

/// A key that no other request has.
fn new_key() -> HeaderValue {
    let key = uuid::Builder::from_random_bytes(rand::random()).into_uuid();
    HeaderValue::try_from(key.to_string()).expect("a UUID is hexadecimal digits and hyphens")
}
