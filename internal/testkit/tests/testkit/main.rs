//! What tests lean on keeps its own promises: the fake is a store, the real servers are real.

mod memory;
mod mongo;
