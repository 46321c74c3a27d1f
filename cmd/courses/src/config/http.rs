//! `http`

use std::net::SocketAddr;

use ipnet::IpNet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xconfig::{ByteSize, Duration, Invalid, Validate};

/// Well below the time after which a file that no job names is forgotten.
const LONGEST_UPLOAD: std::time::Duration = std::time::Duration::from_mins(30);

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
    /// How long a client may take to send a file to import, and how long that request may take; at
    /// most 30 minutes, since a file without a job is forgotten an hour after it began to arrive.
    pub(crate) upload_timeout: Duration,
    /// How large a body may be; files to import have a limit of their own.
    pub(crate) max_body: ByteSize,
    /// Compresses answers for clients that accept it.
    pub(crate) compress: bool,
    /// Networks of proxies in front of the service, such as `10.0.0.0/8`. Only from them is
    /// `X-Forwarded-For` believed.
    pub(crate) trusted_proxies: Vec<String>,
    /// How often one caller may ask: an account by its token, else an address.
    pub(crate) rate_limits: RateLimitsConfig,
}

/// How often one caller may ask, by the kind of request. Each instance counts by itself.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct RateLimitsConfig {
    /// Reading.
    pub(crate) read: RateConfig,
    /// Changing something.
    pub(crate) write: RateConfig,
    /// Signing in, registering, and everything else that takes a password or a token of a mail.
    pub(crate) sign_in: RateConfig,
}

/// How often.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub(crate) struct RateConfig {
    /// Requests a minute in the long run; 0 for no limit.
    pub(crate) per_minute: u32,
    /// Requests at once, after a pause.
    pub(crate) burst: u32,
}

impl Default for RateLimitsConfig {
    fn default() -> Self {
        Self {
            read: RateConfig { per_minute: 6000, burst: 1000 },
            write: RateConfig { per_minute: 1200, burst: 300 },
            sign_in: RateConfig { per_minute: 60, burst: 30 },
        }
    }
}

impl Validate for RateLimitsConfig {
    fn validate(&self) -> Result<(), Invalid> {
        let classes = [("read", self.read), ("write", self.write), ("sign_in", self.sign_in)];
        for (key, rate) in classes {
            let some = rate.per_minute == 0 || rate.burst > 0;
            Invalid::unless(some, "burst", "must be at least 1").map_err(|err| err.within(key))?;
        }
        Ok(())
    }
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
            upload_timeout: Duration::from_secs(300),
            max_body: ByteSize::from_bytes(1024 * 1024),
            compress: true,
            trusted_proxies: Vec::new(),
            rate_limits: RateLimitsConfig::default(),
        }
    }
}

impl HttpConfig {
    /// The networks of `trusted_proxies`; a text that is none was refused by `validate`.
    pub(crate) fn trusted_networks(&self) -> Vec<IpNet> {
        self.trusted_proxies.iter().filter_map(|text| text.parse().ok()).collect()
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
            ("upload_timeout", self.upload_timeout),
        ] {
            Invalid::unless(!time.is_zero(), key, "must be longer than nothing")?;
        }
        let short = std::time::Duration::from(self.upload_timeout) <= LONGEST_UPLOAD;
        Invalid::unless(short, "upload_timeout", "must be at most 30 minutes")?;
        let networks = self.trusted_networks().len() == self.trusted_proxies.len();
        Invalid::unless(networks, "trusted_proxies", "must be networks such as `10.0.0.0/8`")?;
        self.rate_limits.validate().map_err(|err| err.within("rate_limits"))?;
        let apart = self.listen.port() == 0 || self.listen != self.ops_listen;
        Invalid::unless(apart, "ops_listen", "must differ from `http.listen`")
    }
}
