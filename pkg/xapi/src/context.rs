//! What a handler may want to know about a request besides its input.

use http::Extensions;

use crate::Operation;

/// Facts about one request.
#[derive(Debug, Clone)]
pub struct RequestContext {
    /// Ties answer, log lines and trace together; empty if nothing has given one.
    pub request_id: String,
    /// Path as sent.
    pub path: String,
    /// Query string as sent, without the question mark; empty if there is none.
    pub query: String,
    /// The operation that is called.
    pub operation: &'static Operation,
    /// SHA-256 over method, path, query and JSON body: the same for the same request, however its
    /// body is spaced and ordered. A raw body is not part of it.
    pub fingerprint: [u8; 32],
    /// What the layers around the router noted about the request.
    pub extensions: Extensions,
}
