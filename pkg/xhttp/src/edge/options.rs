//! What a program may choose about its edge.

use http::HeaderName;
use ipnet::IpNet;

use super::admit::IDENTITY_HEADERS;
use crate::ProxyHeader;

/// Choices for [`Edge`](crate::Edge).
#[derive(Debug, Clone)]
pub struct EdgeOptions {
    /// What goes before the code in the `type` of a problem.
    pub type_prefix: String,
    /// Shows causes in problems. Never in production.
    pub development: bool,
    /// Compresses large texts for callers that accept gzip.
    pub compress: bool,
    /// Request headers that nobody outside may set.
    pub stripped_headers: Vec<HeaderName>,
    /// Paths that are answered under overload too, and whose good answers are logged at `debug`.
    pub probe_paths: Vec<String>,
    /// Networks whose connections are believed when they say for whom they ask; see
    /// [`ClientAddress`](crate::ClientAddress). Empty means nobody is.
    pub trusted_proxies: Vec<IpNet>,
    /// The header in which the trusted proxies say so.
    pub proxy_header: ProxyHeader,
    /// How much is let in.
    pub limits: EdgeLimits,
}

/// How much the edge lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EdgeLimits {
    /// Requests at the same time; 503 `overloaded` above it.
    pub max_in_flight: usize,
    /// Path and query, in bytes; 414 `uri-too-long` above it.
    pub max_uri_bytes: usize,
    /// Names and values of all headers, in bytes; 431 `headers-too-large` above it. The server's
    /// own limit should be higher, because its refusal has no body.
    pub max_header_bytes: usize,
}

impl Default for EdgeOptions {
    fn default() -> Self {
        Self {
            type_prefix: "urn:problem:".to_owned(),
            development: false,
            compress: true,
            stripped_headers: IDENTITY_HEADERS.to_vec(),
            probe_paths: vec!["/livez".to_owned(), "/readyz".to_owned()],
            trusted_proxies: Vec::new(),
            proxy_header: ProxyHeader::default(),
            limits: EdgeLimits::default(),
        }
    }
}

impl Default for EdgeLimits {
    fn default() -> Self {
        Self { max_in_flight: 512, max_uri_bytes: 8 * 1024, max_header_bytes: 16 * 1024 }
    }
}

impl EdgeOptions {
    pub(super) fn is_probe(&self, path: &str) -> bool {
        self.probe_paths.iter().any(|probe| probe == path)
    }
}
