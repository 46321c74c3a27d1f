//! One limit, over all callers.

use governor::clock::Clock;
use governor::middleware::StateInformationMiddleware;
use governor::{Quota, RateLimiter};

use super::decision::Decision;
use super::key::RateKey;
use super::states::States;

/// The limit of one class.
pub(super) struct Limiter<C: Clock> {
    quota: Quota,
    governor: RateLimiter<RateKey, States<C>, C, StateInformationMiddleware>,
}

impl<C: Clock + Clone> Limiter<C> {
    pub(super) fn new(quota: Quota, max_keys: usize, clock: C) -> Self {
        let lifetime = quota.burst_size_replenished_in();
        let states = States::new(max_keys, lifetime.into(), clock.clone());
        Self { quota, governor: RateLimiter::new(quota, states, clock) }
    }

    pub(super) fn check(&self, key: &RateKey) -> Decision {
        let limit = self.quota.burst_size().get();
        match self.governor.check_key(key) {
            Ok(state) => Decision::Allowed {
                limit,
                remaining: state.remaining_burst_capacity(),
                // The bucket has just lost one, so the next one arrives within this time.
                reset: self.quota.replenish_interval(),
            },
            Err(refused) => {
                let retry_after = refused.wait_time_from(self.governor.clock().now());
                Decision::Refused { limit, retry_after }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::super::class::RateQuota;
    use super::*;

    fn limiter(per_minute: u32, burst: u32) -> (Limiter<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        let quota = RateQuota { per_minute, burst }.to_governor().unwrap();
        (Limiter::new(quota, 1000, clock.clone()), clock)
    }

    const TEN_SECONDS: Duration = Duration::from_secs(10);

    fn anna() -> RateKey {
        RateKey::caller([1; 16])
    }

    fn bert() -> RateKey {
        RateKey::caller([2; 16])
    }

    #[test]
    fn a_burst_is_allowed_and_counted_down() {
        let (limiter, _) = limiter(6, 3);
        for remaining in [2, 1, 0] {
            let allowed = Decision::Allowed { limit: 3, remaining, reset: TEN_SECONDS };
            assert_eq!(limiter.check(&anna()), allowed);
        }
        assert_eq!(
            limiter.check(&anna()),
            Decision::Refused { limit: 3, retry_after: TEN_SECONDS }
        );
    }

    #[test]
    fn who_comes_back_when_told_is_let_in() {
        let (limiter, clock) = limiter(6, 1);
        let _ = limiter.check(&anna());
        clock.advance(Duration::from_secs(4));
        let Decision::Refused { retry_after, .. } = limiter.check(&anna()) else { panic!("early") };
        assert_eq!(retry_after, Duration::from_secs(6));

        clock.advance(retry_after);
        assert!(!limiter.check(&anna()).is_refused());
        assert!(limiter.check(&anna()).is_refused());
    }

    #[test]
    fn callers_have_limits_of_their_own() {
        let (limiter, _) = limiter(6, 1);
        assert!(!limiter.check(&anna()).is_refused());
        assert!(!limiter.check(&bert()).is_refused());
        assert!(limiter.check(&anna()).is_refused());
    }

    #[test]
    fn in_the_long_run_the_rate_is_kept() {
        let (limiter, clock) = limiter(60, 5);
        let mut allowed = 0;
        for _ in 0..6000 {
            allowed += u32::from(!limiter.check(&anna()).is_refused());
            clock.advance(Duration::from_millis(100));
        }
        assert_eq!(allowed, 604, "10 minutes of 60, and the burst at the start");
    }

    #[test]
    fn silence_brings_the_whole_burst_back_and_no_more() {
        let (limiter, clock) = limiter(6, 3);
        while !limiter.check(&anna()).is_refused() {}
        clock.advance(Duration::from_hours(5));
        let mut allowed = 0;
        while !limiter.check(&anna()).is_refused() {
            allowed += 1;
        }
        assert_eq!(allowed, 3);
    }
}
