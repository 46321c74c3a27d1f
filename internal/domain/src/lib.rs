//! The rules of an online school, and nothing else: no async, no serde, no clock, no driver.
//!
//! Everything here is a value. Raw input becomes a value through `parse`; what a store vouches
//! for becomes an entity through `restore`; an entity changes only by what people do to it and
//! records the event of each change. The time and new ids are always parameters.
//!
//! Folders follow the subjects of the product and carry the same names in every layer:
//! [`catalogue`] and [`identity`] so far, with [`shared`] for what every subject needs.

pub mod catalogue;
mod event;
pub mod identity;
pub mod shared;

pub use event::{Aggregate, AggregateKind, Event, EventData, EventOrigin};
