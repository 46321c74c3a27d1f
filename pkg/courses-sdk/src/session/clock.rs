//! The time of day, which says whether a token is still good.

use chrono::{DateTime, Utc};

/// The time on this machine. It may be wrong: then the service refuses a token that looks good,
/// and the client gets another.
#[expect(clippy::disallowed_methods, reason = "a client library brings its own clock; this is it")]
pub(super) fn now() -> DateTime<Utc> {
    Utc::now()
}
