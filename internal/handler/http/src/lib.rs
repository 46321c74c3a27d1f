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
//! implemented (in the folder of its subject, such as `catalogue/runs`), its row of the policy is
//! named (`policy.rs`), and so is the class of its rate limit (`rate.rs`). An answer that can be replayed is listed in `idempotency.rs`.
//!
//! # Who is asking
//!
//! `caller` believes access tokens (verified, and not revoked since) and API keys, and nothing
//! else. Passwords and tokens come and go as texts that no `Debug` shows, and become values of the
//! domain at once.
//!
//! # Caching
//!
//! See `caching.rs`: what anybody may read can be kept by shared caches and is asked for again at
//! each use, which costs a `304`; what was read with a token is kept by its reader alone.

mod caching;
mod caller;
mod catalogue;
mod client;
mod cursor;
mod docs;
mod etag;
mod fields;
mod generated;
mod idempotency;
mod identity;
mod number;
mod openapi;
mod page;
mod policy;
mod problem;
mod problem_kinds;
mod rate;
mod request;
mod router;
mod state;
mod system;
mod words;

pub use caller::Caller;
pub use catalogue::takes_upload;
pub use cursor::CursorKey;
pub use generated::{OPERATIONS, OperationId};
pub use openapi::OPENAPI_JSON;
pub use policy::row as policy_row;
pub use problem_kinds::{
    EMAIL_TAKEN, ILLEGAL_TRANSITION, INVALID_CREDENTIALS, INVALID_REFRESH_TOKEN, REVIEW_REQUIRED,
    SLUG_TAKEN, STALE_REQUEST,
};
pub use rate::{RateQuotas, Rates};
pub use router::router;
pub use state::{ApiParts, ApiState};
