//! The smallest adapters: the clock, ids, the signing key.

mod clock;
mod key;

pub(crate) use clock::{SystemClock, SystemIds};
pub(crate) use key::{Keys, keys};
