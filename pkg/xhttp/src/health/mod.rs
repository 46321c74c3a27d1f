//! Tells those who run the service whether it lives and whether it can work.

mod checks;
mod ops;
mod report;
mod waiting;

pub use checks::{Checks, ChecksBuilder};
pub use ops::ops_router;
pub use report::{CheckOutcome, CheckReport, Readiness};
pub use waiting::waiting_router;
