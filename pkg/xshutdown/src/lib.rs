#![doc = include_str!("../README.md")]

mod callback;
mod handle;
mod options;
mod outcome;
mod readiness;
mod reason;
mod shutdown;
mod signal;
mod task;

pub use callback::Ending;
pub use handle::Handle;
pub use options::Options;
pub use outcome::{EXIT_CLEAN, EXIT_FAILED, EXIT_FORCED, EXIT_TIMED_OUT, Outcome};
pub use readiness::Readiness;
pub use reason::Reason;
pub use shutdown::Shutdown;
