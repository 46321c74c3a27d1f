//! The crate as a program uses it: settings of every type, from every source.

mod example;
mod layers;
mod mistakes;
mod secrets;
mod settings;
