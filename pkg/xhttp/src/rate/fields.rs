//! The header fields that tell callers of their limits: `draft-ietf-httpapi-ratelimit-headers-11`.

use governor::Quota;
use http::{HeaderName, HeaderValue};

use super::class::{whole_seconds, window_seconds};
use super::decision::Decision;

/// What a caller may do: `"read";q=100;w=60`, 100 requests that come back within 60 seconds.
pub const RATE_LIMIT_POLICY_HEADER: HeaderName = HeaderName::from_static("ratelimit-policy");

/// What a caller may do now: `"read";r=7;t=1`, no more than 7 requests within the next second.
pub const RATE_LIMIT_HEADER: HeaderName = HeaderName::from_static("ratelimit");

/// The name of a class as it may stand in a header and as a label.
pub(super) fn plain_name(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect()
}

/// The value of `RateLimit-Policy`.
pub(super) fn policy(name: &str, quota: Quota) -> HeaderValue {
    plain(&format!("\"{name}\";q={};w={}", quota.burst_size(), window_seconds(quota)))
}

/// The value of `RateLimit`.
pub(super) fn state(name: &str, decision: &Decision) -> Option<HeaderValue> {
    let (remaining, window) = match *decision {
        Decision::Unlimited => return None,
        Decision::Allowed { remaining, reset, .. } => (remaining, reset),
        Decision::Refused { retry_after, .. } => (0, retry_after),
    };
    Some(plain(&format!("\"{name}\";r={remaining};t={}", whole_seconds(window))))
}

fn plain(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("a plain name and numbers are printable ASCII")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::class::RateQuota;
    use super::*;

    #[test]
    fn a_policy_tells_the_quota_and_its_window() {
        let quota = RateQuota { per_minute: 300, burst: 100 }.to_governor().unwrap();
        assert_eq!(policy("read", quota), r#""read";q=100;w=20"#);
    }

    #[test]
    fn a_state_tells_what_is_left_and_for_how_long() {
        let reset = Duration::from_millis(200);
        let allowed = Decision::Allowed { limit: 5, remaining: 4, reset };
        assert_eq!(state("read", &allowed).unwrap(), r#""read";r=4;t=1"#);
        let refused = Decision::Refused { limit: 5, retry_after: Duration::from_millis(2100) };
        assert_eq!(state("read", &refused).unwrap(), r#""read";r=0;t=3"#);
        assert_eq!(state("read", &Decision::Unlimited), None);
    }

    #[test]
    fn names_can_not_break_out_of_their_quotes() {
        assert_eq!(plain_name("sign_in"), "sign_in");
        assert_eq!(plain_name("a\"b\\c\nd\u{e9}"), "a_b_c_d_");
    }
}
