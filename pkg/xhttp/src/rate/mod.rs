//! How many requests a caller may make: counted per class of requests and per caller.

mod class;
mod decision;
mod fields;
mod key;
mod layer;
mod limiter;
mod limits;
mod states;

pub use class::{RateClass, RateQuota};
pub use decision::{Decision, rate_limited};
pub use fields::{RATE_LIMIT_HEADER, RATE_LIMIT_POLICY_HEADER};
pub use key::RateKey;
pub use layer::RateKeyer;
pub use limits::{RateLimits, RateLimitsBuilder};
