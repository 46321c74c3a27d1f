#![doc = include_str!("../README.md")]

mod contract;
mod document;
mod emit;
mod error;
mod generate;
mod models;
mod names;
mod rules;
mod schema;

pub use error::{Error, Finding, Rule};
pub use generate::{Settings, check, generate};
