//! What tests lean on: real servers now, fakes and builders beside them.

pub mod build;
pub mod contract;
pub mod memory;
pub mod server;
