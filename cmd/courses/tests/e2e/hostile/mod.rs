//! Input that means harm. Every answer is looked at for what it tells, too: see
//! [`crate::support::assert_discreet`].

mod addresses;
mod bodies;
mod bytes;
mod injection;
mod tokens;
