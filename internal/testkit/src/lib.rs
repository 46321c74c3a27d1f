//! What tests lean on: real servers and how to hurt them, fakes and builders beside them.

pub mod approval;
pub mod build;
pub mod contract;
pub mod fault;
pub mod memory;
pub mod server;
