//! Log lines. A layer of our own instead of `tracing_subscriber::fmt`, because a line has to
//! carry the request id and the trace ids of its span, and needs the fields as values.

mod fields;
mod human;
mod json;
mod layer;
mod line;
mod sink;

pub(crate) use layer::{Format, LogLayer};
pub(crate) use sink::{Memory, Sink};
