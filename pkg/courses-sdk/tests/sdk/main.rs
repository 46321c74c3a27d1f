//! The client against a server that answers what a test tells it to.

mod answers;
mod lists;
mod patches;
mod retries;
mod sessions;
mod store;
mod support;
