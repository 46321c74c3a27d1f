//! Spans: where they go, and how a trace crosses a process border.

mod endpoint;
mod export;
mod propagation;
mod provider;

pub use propagation::{
    current_trace_id, current_traceparent, inject_headers, set_parent_from_headers,
    set_parent_from_traceparent,
};
pub(crate) use provider::{provider, silent};
