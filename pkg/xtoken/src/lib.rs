#![doc = include_str!("../README.md")]

mod claims;
mod error;
mod header;
mod key;
mod pem;
mod verifier;

pub use claims::Claims;
pub use error::{KeyError, TokenError};
pub use key::{SigningKey, VerifyingKey};
pub use verifier::{LEEWAY_SECONDS, MAX_TOKEN_BYTES, Verifier};
