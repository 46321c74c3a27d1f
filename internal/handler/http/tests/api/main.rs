//! The edge in process, over stores in memory: what callers see, outcome by outcome.

mod changes;
mod documents;
mod examples;
mod lessons;
mod lists;
mod repeats;
mod school;
mod versions;
mod visibility;
