#![doc = include_str!("../README.md")]

pub mod capture;
mod error;
mod filter;
mod guard;
mod init;
mod log;
mod metrics;
mod options;
mod trace;

pub use error::{FlushError, InitError};
pub use guard::Guard;
pub use init::{build, init};
pub use metrics::{
    CacheMetrics, Counter, Gauge, Histogram, HttpMetrics, InFlight, JobMetrics, OneCacheMetrics,
    OutboxMetrics, Registry, StoreMetrics,
};
pub use options::{LogFormat, Options, Otlp};
pub use trace::{
    current_trace_id, current_traceparent, inject_headers, set_parent_from_headers,
    set_parent_from_traceparent,
};
