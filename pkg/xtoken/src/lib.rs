#![doc = include_str!("../README.md")]

mod cached;
mod claims;
mod error;
mod header;
mod key;
mod pem;
mod ring;
mod verifier;

pub use cached::CachedVerifier;
pub use claims::Claims;
pub use error::{KeyError, RingError, TokenError};
pub use key::{SigningKey, VerifyingKey};
pub use ring::{KeyRing, RingKey, SharedRing};
pub use verifier::{LEEWAY_SECONDS, MAX_TOKEN_BYTES, Verifier};
