#![doc = include_str!("../README.md")]

mod body;
mod edge;
mod group;
mod health;
mod problem_response;
mod request_id;
mod server;

pub use body::{body_problem, read_body};
pub use edge::{Edge, EdgeLimits, EdgeOptions, IDENTITY_HEADERS};
pub use group::GroupLimits;
pub use health::{CheckOutcome, CheckReport, Checks, ChecksBuilder, Readiness, ops_router};
pub use problem_response::{ProblemResponse, kind_of_status, problem_of, problem_response};
pub use request_id::{REQUEST_ID_HEADER, RequestId};
pub use server::{Drained, ServerLimits, serve};
