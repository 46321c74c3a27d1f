//! What must hold for every input from outside, however broken: one function for each way in.
//!
//! Each takes any bytes and panics if a promise is broken. The programs in `targets` feed them
//! with inputs that reach further and further into the code (`make fuzz`); the tests with those in
//! `seeds`, and what comes of them by small changes.
//!
//! # How do I add one more?
//!
//! A function here, a folder of seeds and a program of the same name, and its name in [`ALL`].
#![expect(clippy::unwrap_used, reason = "a check that cannot go on fails")]

mod configuration;
mod contract;
mod csv;
mod cursor;
mod json_ld;
mod patch;
mod school;

pub use configuration::config;
pub use contract::contract;
pub use csv::csv_row;
pub use cursor::cursor;
pub use json_ld::json_ld;
pub use patch::merge_patch;

/// A check of one input.
pub type Check = fn(&[u8]);

/// Every check, by the name of its program and of its folder of seeds.
pub const ALL: [(&str, Check); 6] = [
    ("config", config),
    ("contract", contract),
    ("csv_row", csv_row),
    ("cursor", cursor),
    ("json_ld", json_ld),
    ("merge_patch", merge_patch),
];
