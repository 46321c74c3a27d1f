//! When a request that failed is sent again.
//!
//! Only requests whose repetition has no second effect are: reads, changes that name the version
//! they are meant for, POSTs with an idempotency key, and those that get tokens. Waiting times grow exponentially and are
//! drawn at random below that bound ("full jitter"), so that clients which failed together do not
//! come back together.

use std::time::{Duration, Instant};

use backon::{BackoffBuilder as _, ExponentialBuilder};
use progenitor_client::OperationInfo;
use reqwest::header::{IF_MATCH, RETRY_AFTER};
use reqwest::{Client, Method, Request, Response, StatusCode};

use crate::operation;
use crate::transport::IDEMPOTENCY_KEY;

/// The service gives the same tokens again to the same refresh token for 10 seconds, and takes it
/// for stolen afterwards. The rest is for the last try to get there.
const REFRESHING: Duration = Duration::from_secs(8);

/// How often and how long to try.
///
/// ```
/// use std::time::Duration;
///
/// use courses_sdk::RetryPolicy;
///
/// let patient = RetryPolicy::default().tries(8).total(Duration::from_secs(120));
/// let once = RetryPolicy::never();
/// assert_ne!(patient, once);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    tries: usize,
    first_pause: Duration,
    longest_pause: Duration,
    total: Duration,
}

impl Default for RetryPolicy {
    /// 4 tries, pauses below 0.1, 0.2, 0.4 … at most 5 seconds, 60 seconds in all.
    fn default() -> Self {
        Self {
            tries: 4,
            first_pause: Duration::from_millis(100),
            longest_pause: Duration::from_secs(5),
            total: Duration::from_mins(1),
        }
    }
}

impl RetryPolicy {
    /// One try.
    pub fn never() -> Self {
        Self::default().tries(1)
    }

    /// The most tries, the first included; 0 counts as 1.
    pub fn tries(mut self, tries: usize) -> Self {
        self.tries = tries.max(1);
        self
    }

    /// The bound of the first pause, which doubles with each try up to `longest`.
    pub fn pauses(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }

    /// The most time for all tries and pauses together.
    pub fn total(mut self, total: Duration) -> Self {
        self.total = total;
        self
    }

    fn bounds(&self) -> impl Iterator<Item = Duration> + use<> {
        ExponentialBuilder::default()
            .with_min_delay(self.first_pause)
            .with_max_delay(self.longest_pause)
            .with_max_times(self.tries - 1)
            .build()
    }
}

/// Sends `request`, again if need be, and answers what came last.
pub(crate) async fn execute(
    http: &Client,
    mut request: Request,
    policy: &RetryPolicy,
    timeout: Duration,
    info: &OperationInfo,
) -> reqwest::Result<Response> {
    let started = Instant::now();
    let repeatable = is_repeatable(&request) || operation::is_harmless_twice(info.operation_id);
    let total = match info.operation_id {
        operation::REFRESH => policy.total.min(REFRESHING),
        _ => policy.total,
    };
    let mut bounds = policy.bounds();
    loop {
        let left = total.saturating_sub(started.elapsed());
        *request.timeout_mut() = Some(timeout.min(left));
        let spare = if repeatable { request.try_clone() } else { None };
        let outcome = http.execute(request).await;

        let Some(wish) = wish_of(&outcome) else { return outcome };
        let (Some(next), Some(bound)) = (spare, bounds.next()) else { return outcome };
        let pause = wish.max(bound.mul_f64(rand::random::<f64>()));
        if started.elapsed() + pause >= total {
            return outcome;
        }
        tracing::debug!(
            operation = info.operation_id,
            pause_ms = pause.as_secs_f64() * 1000.0,
            status = outcome.as_ref().ok().map(|answer| answer.status().as_u16()),
            "trying again"
        );
        tokio::time::sleep(pause).await;
        request = next;
    }
}

/// Whether a second copy of this request would have no second effect.
fn is_repeatable(request: &Request) -> bool {
    let headers = request.headers();
    match *request.method() {
        Method::GET | Method::HEAD | Method::PUT | Method::DELETE => true,
        Method::POST => headers.contains_key(IDEMPOTENCY_KEY),
        // The second copy meets another version.
        Method::PATCH => headers.contains_key(IF_MATCH),
        _ => false,
    }
}

/// How long the service wants to be left alone, if trying again can help at all.
fn wish_of(outcome: &reqwest::Result<Response>) -> Option<Duration> {
    match outcome {
        Ok(answer) => is_passing(answer.status()).then(|| retry_after(answer).unwrap_or_default()),
        Err(error) => {
            let unheard = error.is_connect() || error.is_timeout() || error.is_request();
            unheard.then_some(Duration::ZERO)
        }
    }
}

fn is_passing(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    )
}

fn retry_after(answer: &Response) -> Option<Duration> {
    let seconds = answer.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: Method, header: Option<&'static str>) -> Request {
        let mut request = Request::new(method, "http://127.0.0.1/".parse().unwrap());
        if let Some(name) = header {
            request.headers_mut().insert(name, "x".parse().unwrap());
        }
        request
    }

    #[test]
    fn only_requests_without_a_second_effect_are_repeated() {
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
            assert!(is_repeatable(&request(method, None)));
        }
        assert!(!is_repeatable(&request(Method::POST, None)));
        assert!(is_repeatable(&request(Method::POST, Some(IDEMPOTENCY_KEY))));
        assert!(!is_repeatable(&request(Method::PATCH, None)));
        assert!(is_repeatable(&request(Method::PATCH, Some("if-match"))));
    }

    #[test]
    fn bounds_double_up_to_the_longest_and_end_with_the_tries() {
        let policy = RetryPolicy::default()
            .tries(5)
            .pauses(Duration::from_millis(100), Duration::from_millis(300));
        let bounds: Vec<u128> = policy.bounds().map(|bound| bound.as_millis()).collect();
        assert_eq!(bounds, [100, 200, 300, 300]);
        assert_eq!(RetryPolicy::never().bounds().count(), 0);
    }
}
