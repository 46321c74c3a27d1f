//! `OpenAPI` 3.0 schemas as JSON Schema, in two dialects: one that validates requests and answers,
//! and one, without constraints, that the Rust types are made from.

mod model;
mod unions;
mod validation;

pub(crate) use model::{Model, is_plain};
pub(crate) use unions::{Union, unions};
pub(crate) use validation::validation;
