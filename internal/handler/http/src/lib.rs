//! The HTTP edge of the product: the contract in `api/openapi.yaml`, answered by use cases.
//!
//! What a request and an answer look like is generated from the contract; here stands what
//! connects it with the use cases: who is asking, what the words of the contract mean in the
//! domain, and which problem each refusal is. Time-outs, limits and the outer layers are put
//! around [`router`] by the program.
//!
//! # How do I add one more operation?
//!
//! Write it into the contract. The code does not compile until the trait of its tag is
//! implemented (in the folder of its subject, such as `catalogue/runs`) and its row of the policy
//! is named (`policy.rs`). An answer that can be replayed is listed in `idempotency.rs`.
//!
//! # Caching
//!
//! See `caching.rs`: what anybody may read can be kept by shared caches and is asked for again at
//! each use, which costs a `304`; what was read with a token is kept by its reader alone.

mod caching;
mod caller;
mod catalogue;
mod cursor;
mod docs;
mod etag;
mod generated;
mod idempotency;
mod number;
mod openapi;
mod page;
mod policy;
mod problem;
mod problem_kinds;
mod request;
mod router;
mod state;
mod system;

pub use caller::Caller;
pub use cursor::CursorKey;
pub use generated::{OPERATIONS, OperationId};
pub use openapi::OPENAPI_JSON;
pub use problem_kinds::{ILLEGAL_TRANSITION, SLUG_TAKEN};
pub use router::router;
pub use state::ApiState;
