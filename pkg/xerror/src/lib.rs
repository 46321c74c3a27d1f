#![doc = include_str!("../README.md")]

mod chain;
mod field_error;
mod kind;
pub mod kinds;
mod log;
mod problem;
mod render;

pub use chain::ErrorChain;
pub use field_error::FieldError;
pub use kind::Kind;
pub use problem::{BoxError, Problem};
pub use render::{MEDIA_TYPE, RenderOptions};
