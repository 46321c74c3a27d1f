//! Value types that settings are made of: each reads and writes the text people use.
//!
//! Each one names itself in the schema by a `format`, which is how the loader knows what to
//! expect and what to hide.

mod byte_size;
mod duration;
mod secret;

pub use byte_size::{ByteSize, ParseByteSizeError};
pub use duration::{Duration, ParseDurationError};
pub(crate) use secret::REDACTED;
pub use secret::Secret;

use schemars::schema::{InstanceType, Schema, SchemaObject, SingleOrVec};

/// Schema `format` of [`Duration`].
pub(crate) const DURATION: &str = "duration";
/// Schema `format` of [`ByteSize`].
pub(crate) const BYTE_SIZE: &str = "byte-size";
/// Schema `format` of [`Secret`].
pub(crate) const SECRET: &str = "secret";

/// A schema of one or several scalar types that is recognised by its format.
fn formatted(types: &[InstanceType], format: &str) -> Schema {
    let instance_type = match types {
        [single] => SingleOrVec::from(*single),
        several => SingleOrVec::from(several.to_vec()),
    };
    Schema::Object(SchemaObject {
        instance_type: Some(instance_type),
        format: Some(format.to_owned()),
        ..SchemaObject::default()
    })
}
