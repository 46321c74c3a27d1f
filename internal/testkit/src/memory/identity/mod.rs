//! Accounts, sessions, API keys and what belongs to them.

mod apply;
mod attempts;
mod lists;
mod read;

pub(super) use apply::apply;
