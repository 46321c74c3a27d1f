#![doc = include_str!("../README.md")]

pub mod common;
mod error;
mod gate;
mod hasher;
mod load;
mod memory;
mod queue;
mod recipe;
mod settings;
mod worker;

pub use error::{Error, StartError};
pub use gate::Gate;
pub use hasher::{Hasher, Verified};
pub use load::Load;
pub use settings::Settings;
