//! `http`

use std::net::SocketAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{ByteSize, Duration, Invalid, Validate};

/// The listeners and their limits.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct HttpConfig {
    /// Where the API listens; port 0 lets the system choose.
    pub(crate) listen: SocketAddr,
    /// Where probes and metrics listen; keep it away from the public.
    pub(crate) ops_listen: SocketAddr,
    /// How many connections are held at most.
    pub(crate) max_connections: u32,
    /// How many requests are worked on at once; more are answered 503.
    pub(crate) max_in_flight: u32,
    /// How long a client may take to send a header, and how long a connection may be idle.
    pub(crate) header_timeout: Duration,
    /// How long a client may take to send a body.
    pub(crate) body_timeout: Duration,
    /// How long a request may take in all.
    pub(crate) request_timeout: Duration,
    /// How large a body may be.
    pub(crate) max_body: ByteSize,
    /// Compresses answers for clients that accept it.
    pub(crate) compress: bool,
}

impl Default for HttpConfig {
    fn default() -> Self {
        Self {
            listen: ([127, 0, 0, 1], 8080).into(),
            ops_listen: ([127, 0, 0, 1], 9090).into(),
            max_connections: 4096,
            max_in_flight: 512,
            header_timeout: Duration::from_secs(15),
            body_timeout: Duration::from_secs(10),
            request_timeout: Duration::from_secs(15),
            max_body: ByteSize::from_bytes(1024 * 1024),
            compress: true,
        }
    }
}

impl Validate for HttpConfig {
    fn validate(&self) -> Result<(), Invalid> {
        Invalid::unless(self.max_connections > 0, "max_connections", "must be at least 1")?;
        Invalid::unless(self.max_in_flight > 0, "max_in_flight", "must be at least 1")?;
        for (key, time) in [
            ("header_timeout", self.header_timeout),
            ("body_timeout", self.body_timeout),
            ("request_timeout", self.request_timeout),
        ] {
            Invalid::unless(!time.is_zero(), key, "must be longer than nothing")?;
        }
        let apart = self.listen.port() == 0 || self.listen != self.ops_listen;
        Invalid::unless(apart, "ops_listen", "must differ from `http.listen`")
    }
}
