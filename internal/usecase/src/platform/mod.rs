//! What the product does for itself: moving events into the log, tidying up.

mod collect_events;
mod tidy;

pub use collect_events::{CollectEvents, CollectedRound};
pub use tidy::Tidy;
