//! The program answers what the contract says, to every example of the contract.

mod examples;
mod identity;
mod openly;
mod world;
