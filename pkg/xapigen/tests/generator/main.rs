//! What the generator makes of a good document, and what it says about bad ones.

#![expect(clippy::unwrap_used, reason = "a test that can not go on should say where")]

mod edit;
mod golden;
mod rules;

/// A document that uses everything the generator understands.
const SAMPLE: &str = include_str!("../documents/sample.yaml");
