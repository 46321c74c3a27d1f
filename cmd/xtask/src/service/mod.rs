//! The real program, with data of its own, for chores that look at it from outside.

mod background;
mod program;
mod running;
mod store;

pub(crate) use background::Background;
pub(crate) use program::{Profile, Program};
pub(crate) use running::Running;
pub(crate) use store::Store;
