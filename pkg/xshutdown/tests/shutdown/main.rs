//! A program that ends, step by step under a paused clock, and for real under signals.

mod callbacks;
mod sequence;
#[cfg(unix)]
mod signal;
mod story;
mod tasks;
