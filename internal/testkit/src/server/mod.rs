//! Real servers for tests, because a fake of a database agrees with whoever wrote it.
//!
//! A server is looked for in the environment first, then started from the tool folder
//! (`cargo xtask tools` fills it). Whatever is started here ends with the process that
//! started it, however that process ends, and leaves no files behind.

mod guarded;
mod skip;

pub mod mongo;

pub use skip::{skip, skip_optional};
