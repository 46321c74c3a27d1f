//! A real `MongoDB` replica set, and a database of its own for each test.
//!
//! The driver is not used here: what a test needs from the outside (start, drop, kill, step
//! down) is a handful of commands, and crates that test against fakes must not compile it.

mod binary;
mod node;
mod replica_set;
mod test_database;
mod uri;
mod wire;

pub use replica_set::ReplicaSet;
pub use test_database::TestDatabase;
pub use uri::uri;
