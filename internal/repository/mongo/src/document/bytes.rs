//! Hashes and salts, which are always 32 bytes.

use bson::Binary;
use bson::spec::BinarySubtype;

use crate::error::{BadField, InField};

/// The length of every hash and salt.
pub(super) type Bytes = [u8; 32];

pub(super) fn to_bytes(bytes: &Bytes) -> Binary {
    Binary { subtype: BinarySubtype::Generic, bytes: bytes.to_vec() }
}

pub(super) fn from_bytes(binary: Binary, field: &str) -> Result<Bytes, BadField> {
    binary.bytes.try_into().map_err(|_| "has not 32 bytes").in_field(field)
}
