//! A raw request body, as a stream.

use axum::body::Body;
use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use http_body_util::{BodyExt as _, Limited};
use xerror::Problem;

/// Bytes that are still on their way in; at most the operation's limit of them.
#[derive(Debug)]
pub struct Upload {
    body: Body,
}

impl Upload {
    pub(crate) fn new(body: Body, limit: usize) -> Self {
        Self { body: Body::new(Limited::new(body, limit)) }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// `too-large` over the limit, `request-timeout` or `invalid-request` if the rest never came.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Problem> {
        while let Some(frame) = self.body.frame().await {
            if let Ok(data) = frame.map_err(xhttp::body_problem)?.into_data() {
                return Ok(Some(data));
            }
        }
        Ok(None)
    }

    /// All of it at once.
    ///
    /// # Errors
    ///
    /// Those of [`Self::chunk`].
    pub async fn bytes(self) -> Result<Bytes, Problem> {
        xhttp::read_body(self.body).await
    }

    /// All of it as a stream; an error ends it.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, Problem>> + Send + 'static {
        self.body.into_data_stream().map(|piece| piece.map_err(xhttp::body_problem))
    }
}
