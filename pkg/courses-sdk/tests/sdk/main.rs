//! The client against a server that answers what a test tells it to.

mod answers;
mod lists;
mod patches;
mod retries;
mod support;
