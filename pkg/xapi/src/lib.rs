#![doc = include_str!("../README.md")]

mod answer;
mod authenticate;
mod call;
mod context;
mod distinct;
mod fingerprint;
mod formats;
mod incoming;
mod json;
mod negotiate;
mod nullable;
mod operation;
mod parameters;
mod query;
mod schemas;
mod secret;
mod upload;
mod violations;

pub use answer::{Answer, RawAnswer};
pub use authenticate::Authenticate;
pub use call::{Service, call, checked, respond};
pub use context::RequestContext;
pub use incoming::Incoming;
pub use nullable::null_or_value;
pub use operation::{Kind, Location, Operation, Parameter, Security};
pub use schemas::Schemas;
pub use secret::SecretText;
pub use upload::Upload;
