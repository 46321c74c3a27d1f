#![doc = include_str!("../README.md")]

mod defaults;
mod environment;
mod error;
mod example;
mod layer;
mod loaded;
mod loader;
mod path;
mod read;
mod refusal;
mod schema;
mod secret_file;
mod source;
mod suggest;
mod text;
mod validate;
mod value;

pub use environment::variable;
pub use error::{ConfigError, ConfigErrorKind, EXIT_CODE};
pub use example::example;
pub use loaded::{Loaded, print};
pub use loader::{Config, Loader};
pub use source::Source;
pub use validate::{Invalid, Validate};
pub use value::{ByteSize, Duration, ParseByteSizeError, ParseDurationError, Secret};
