//! The edge in process, over stores in memory: what callers see, outcome by outcome.

#![expect(clippy::unwrap_used, reason = "a test that can not go on should say where")]

mod access;
mod accounts;
mod api_keys;
mod ask;
mod changes;
mod contract;
mod credentials;
mod documents;
mod examples;
mod imports;
mod lessons;
mod lists;
mod matrix;
mod me;
mod publications;
mod rates;
mod repeats;
mod revisions;
mod school;
mod secrets;
mod sign_in;
mod tokens;
mod versions;
mod visibility;
mod world;
