//! The limits of a service, one per class of requests.

use std::sync::Arc;

use axum::Router;
use governor::clock::MonotonicClock;
use http::{HeaderMap, HeaderValue};
use xtelemetry::{Counter, Registry};

use super::class::{RateClass, RateQuota};
use super::decision::Decision;
use super::fields::{self, RATE_LIMIT_HEADER, RATE_LIMIT_POLICY_HEADER};
use super::key::RateKey;
use super::layer::{self, RateKeyer};
use super::limiter::Limiter;

/// A state takes about 50 bytes, so a class takes 3 MB at most.
const DEFAULT_MAX_KEYS: usize = 64 * 1024;

/// The limits of a service; cheap to clone, clones count together.
///
/// Every process counts on its own: a service of three processes grants three times as much.
#[derive(Clone)]
pub struct RateLimits(Arc<Inner>);

struct Inner {
    classes: Vec<Class>,
    refused: Counter<1>,
}

struct Class {
    name: String,
    limit: Option<Limit>,
}

struct Limit {
    limiter: Limiter<MonotonicClock>,
    policy: HeaderValue,
}

/// Collects classes.
#[derive(Debug, Default)]
#[must_use]
pub struct RateLimitsBuilder {
    classes: Vec<(String, RateQuota)>,
    max_keys: Option<usize>,
}

impl RateLimits {
    /// No class yet.
    pub fn builder() -> RateLimitsBuilder {
        RateLimitsBuilder::default()
    }

    /// Counts a request of `class` for the caller `key`, if it is within the limit.
    pub fn check(&self, class: RateClass, key: &RateKey) -> Decision {
        let Some(Class { name, limit: Some(limit) }) = self.0.classes.get(class.0) else {
            return Decision::Unlimited;
        };
        let decision = limit.limiter.check(key);
        if decision.is_refused() {
            self.0.refused.increment([name]);
        }
        decision
    }

    /// Tells a caller of its limit: adds `RateLimit-Policy` and `RateLimit` to the headers of an
    /// answer, nothing if the class has no limit.
    pub fn describe(&self, class: RateClass, decision: &Decision, headers: &mut HeaderMap) {
        let Some(Class { name, limit: Some(limit) }) = self.0.classes.get(class.0) else { return };
        if let Some(state) = fields::state(name, decision) {
            // Both are lists: another limit may have told of itself.
            headers.append(RATE_LIMIT_POLICY_HEADER, limit.policy.clone());
            headers.append(RATE_LIMIT_HEADER, state);
        }
    }

    /// Puts these limits on every route that `router` has so far: `keyer` says what class a
    /// request is of and who is asking, and a request over the limit gets 429 `rate-limited`.
    ///
    /// Call it before [`Edge::apply`](crate::Edge::apply), which gives the refusal its body and
    /// finds out the [`ClientAddress`](crate::ClientAddress).
    pub fn apply<S: Clone + Send + Sync + 'static>(
        &self,
        router: Router<S>,
        keyer: impl RateKeyer,
    ) -> Router<S> {
        layer::apply(self.clone(), router, keyer)
    }
}

impl RateLimitsBuilder {
    /// Adds a class. `name` is a word for headers and metrics, such as `sign_in`; characters that
    /// are no ASCII letters, digits, `_` or `-` become `_`.
    pub fn class(&mut self, name: &str, quota: RateQuota) -> RateClass {
        self.classes.push((fields::plain_name(name), quota));
        RateClass(self.classes.len() - 1)
    }

    /// How many callers of each class are remembered; 65,536 unless told.
    ///
    /// When more than about half of that many come within the time in which a whole quota comes
    /// back, those that have been silent longest are forgotten and start again with their whole
    /// quota. Memory stays bounded, nobody is locked out, and who keeps asking stays limited.
    pub fn max_keys(mut self, max_keys: usize) -> Self {
        self.max_keys = Some(max_keys);
        self
    }

    /// The limits, with `<prefix>_http_rate_limited_total{class}` in `metrics`.
    #[must_use]
    pub fn build(self, metrics: &Registry) -> RateLimits {
        let max_keys = self.max_keys.unwrap_or(DEFAULT_MAX_KEYS);
        let help = "Requests refused because their caller made too many.";
        let refused = metrics.counter("http_rate_limited_total", help, ["class"]);
        let class = |(name, quota): (String, RateQuota)| {
            refused.add([&name], 0);
            let limit = quota.to_governor().map(|quota| Limit {
                limiter: Limiter::new(quota, max_keys, MonotonicClock),
                policy: fields::policy(&name, quota),
            });
            Class { name, limit }
        };
        let classes = self.classes.into_iter().map(class).collect();
        RateLimits(Arc::new(Inner { classes, refused }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_counted_apart_and_refusals_are_measured() {
        let mut builder = RateLimits::builder();
        let read = builder.class("read", RateQuota { per_minute: 1, burst: 2 });
        let write = builder.class("write", RateQuota { per_minute: 1, burst: 1 });
        let metrics = Registry::new("test");
        let limits = builder.build(&metrics);
        let caller = RateKey::caller([7; 16]);

        let refused = |class| (0..3).filter(|_| limits.check(class, &caller).is_refused()).count();
        assert_eq!((refused(read), refused(write)), (1, 2));
        let text = metrics.render().1;
        assert!(text.contains("test_http_rate_limited_total{class=\"read\"} 1"), "{text}");
        assert!(text.contains("test_http_rate_limited_total{class=\"write\"} 2"), "{text}");
    }

    #[test]
    fn a_class_that_is_off_limits_nobody_and_tells_nothing() {
        let mut builder = RateLimits::builder().max_keys(10);
        let off = builder.class("off", RateQuota::OFF);
        let limits = builder.build(&Registry::new("test"));
        let caller = RateKey::caller([7; 16]);
        let mut headers = HeaderMap::new();
        for _ in 0..1000 {
            let decision = limits.check(off, &caller);
            assert_eq!(decision, Decision::Unlimited);
            limits.describe(off, &decision, &mut headers);
        }
        assert!(headers.is_empty());
    }
}
