#![doc = include_str!("../README.md")]

mod address;
mod body;
mod edge;
mod group;
mod health;
mod problem_response;
mod rate;
mod request_id;
mod server;

pub use address::{ClientAddress, ProxyHeader};
pub use body::{body_problem, read_body};
pub use edge::{Edge, EdgeLimits, EdgeOptions, IDENTITY_HEADERS};
pub use group::GroupLimits;
pub use health::{
    CheckOutcome, CheckReport, Checks, ChecksBuilder, Readiness, ops_router, waiting_router,
};
pub use ipnet::IpNet;
pub use problem_response::{ProblemResponse, kind_of_status, problem_of, problem_response};
pub use rate::{
    Decision, RATE_LIMIT_HEADER, RATE_LIMIT_POLICY_HEADER, RateClass, RateKey, RateKeyer,
    RateLimits, RateLimitsBuilder, RateQuota, rate_limited,
};
pub use request_id::{REQUEST_ID_HEADER, RequestId};
pub use server::{Drained, ServerLimits, serve};
