//! What happens to every request on its way out, and to every answer on its way in.

use std::time::Duration;

use progenitor_client::{ClientHooks, ClientInfo as _, Error, OperationInfo};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request, Response, StatusCode};

use crate::generated::Client;
use crate::retry::{self, RetryPolicy};
use crate::session::Session;
use crate::{operation, problem};

pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// What a client carries along beside its connections.
#[derive(Debug, Clone)]
pub struct Transport {
    pub(crate) identity: Identity,
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Duration,
    pub(crate) automatic_keys: bool,
}

/// Nearly everything is JSON; a calendar is not.
const ACCEPTED: &str = "application/json, application/problem+json, */*;q=0.5";

/// Who is calling.
#[derive(Debug, Clone)]
pub(crate) enum Identity {
    Nobody,
    Bearer(HeaderValue),
    Session(Session),
}

impl ClientHooks<Transport> for Client {
    async fn pre<E>(&self, request: &mut Request, info: &OperationInfo) -> Result<(), Error<E>> {
        let transport = self.inner();
        let method = request.method().clone();
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static(ACCEPTED));
        if method == Method::PATCH {
            let merge_patch = HeaderValue::from_static("application/merge-patch+json");
            headers.insert(CONTENT_TYPE, merge_patch);
        }
        if info.operation_id == operation::SEND_FILE {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv"));
        }
        if transport.automatic_keys
            && operation::takes_key(info.operation_id)
            && !headers.contains_key(IDEMPOTENCY_KEY)
        {
            headers.insert(IDEMPOTENCY_KEY, new_key());
        }
        Ok(())
    }

    async fn exec(&self, mut request: Request, info: &OperationInfo) -> reqwest::Result<Response> {
        let answer = match &self.inner().identity {
            _ if !operation::takes_token(info.operation_id) => send(self, request, info).await?,
            Identity::Nobody => send(self, request, info).await?,
            Identity::Bearer(authorization) => {
                request.headers_mut().insert(AUTHORIZATION, authorization.clone());
                send(self, request, info).await?
            }
            Identity::Session(session) => send_within(self, session, request, info).await?,
        };
        Ok(problem::always_readable(answer))
    }
}

async fn send(
    client: &Client,
    request: Request,
    info: &OperationInfo,
) -> reqwest::Result<Response> {
    let Transport { retry, timeout, .. } = client.inner();
    retry::execute(client.client(), request, retry, *timeout, info).await
}

/// Sends the request with the token of the session; once more with another token if the service
/// does not take that one. Whatever it says then is the answer.
async fn send_within(
    client: &Client,
    session: &Session,
    mut request: Request,
    info: &OperationInfo,
) -> reqwest::Result<Response> {
    let tokens = match session.ready().await {
        Ok(tokens) => tokens,
        Err(failure) => return Ok(failure.into_response()),
    };
    let spare = request.try_clone();
    request.headers_mut().insert(AUTHORIZATION, tokens.authorization());
    let (answer, refused) = is_token_refused(send(client, request, info).await?).await?;
    let Some(mut request) = spare.filter(|_| refused) else { return Ok(answer) };

    tracing::debug!(operation = info.operation_id, "the access token was refused");
    let tokens = match session.renewed(&tokens).await {
        Ok(tokens) => tokens,
        Err(failure) => return Ok(failure.into_response()),
    };
    request.headers_mut().insert(AUTHORIZATION, tokens.authorization());
    send(client, request, info).await
}

/// Whether the service itself has refused the token; something between here and it would go on
/// refusing.
async fn is_token_refused(answer: Response) -> reqwest::Result<(Response, bool)> {
    if answer.status() != StatusCode::UNAUTHORIZED {
        return Ok((answer, false));
    }
    let headers = answer.headers().clone();
    let body = answer.bytes().await?;
    let code = problem::code_of(&body);
    let refused = matches!(code.as_deref(), Some("token-expired" | "unauthenticated"));
    let mut read = http::Response::new(body);
    *read.status_mut() = StatusCode::UNAUTHORIZED;
    *read.headers_mut() = headers;
    Ok((read.into(), refused))
}

/// A key that no other request has.
fn new_key() -> HeaderValue {
    let key = uuid::Builder::from_random_bytes(rand::random()).into_uuid();
    HeaderValue::try_from(key.to_string()).expect("a UUID is hexadecimal digits and hyphens")
}
