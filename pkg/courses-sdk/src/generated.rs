//! What progenitor makes of the contract; see `build.rs`.
#![expect(
    missing_docs,
    unreachable_pub,
    unused_imports,
    clippy::pedantic,
    clippy::allow_attributes,
    clippy::unwrap_used,
    reason = "this code is generated"
)]

include!(concat!(env!("OUT_DIR"), "/client.rs"));
