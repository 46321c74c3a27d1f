//! What every use case needs: the ports, the request, the policy, the way to write.

mod error;
mod idempotency;
mod policy;
mod ports;
mod request;
mod write;

pub use error::{Precondition, ReadError, Refusal, Taken, WriteError};
pub use idempotency::{Idempotency, Reply};
pub use policy::{Allowed, Operation, Relation, Rule};
pub use ports::Ports;
pub use request::Request;

pub(crate) use write::{Decision, write, write_or};
