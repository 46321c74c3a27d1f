//! The edge in process, over stores in memory: what callers see, outcome by outcome.

#![expect(clippy::unwrap_used, reason = "a test that can not go on should say where")]

mod changes;
mod documents;
mod examples;
mod lessons;
mod lists;
mod repeats;
mod school;
mod versions;
mod visibility;
