//! The generated sample server, asked over its router: what callers are told, and what handlers get.

#![expect(clippy::unwrap_used, reason = "a test that can not go on should say where")]

mod answers;
mod bodies;
mod parameters;
mod security;
mod service;
mod streams;

/// The committed output of the generator, so that its shape is compiled and run here.
mod api {
    include!("../../../xapigen/tests/golden/sample.rs");
}

/// Whoever signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller(pub(crate) String);
