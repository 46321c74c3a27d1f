#![doc = include_str!("../README.md")]

mod answered;
mod builder;
mod cache;
mod flight;
mod hold;

pub use answered::{Answered, Outcome};
pub use builder::Builder;
pub use cache::Cache;
pub use hold::Hold;
