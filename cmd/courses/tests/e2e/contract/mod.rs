//! The program answers what the contract says, to every example of the contract.

mod examples;
mod openly;
mod world;
