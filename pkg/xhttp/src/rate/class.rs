//! What a limit is about, and how high it is.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::Quota;

const MINUTE: Duration = Duration::from_mins(1);

/// After this time at most a caller has everything back, whatever it has used.
const LONGEST_REFILL_IN_MINUTES: u32 = 24 * 60;

/// A kind of requests with a limit of its own, such as reads; handed out by
/// [`RateLimitsBuilder::class`](crate::RateLimitsBuilder::class).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RateClass(pub(super) usize);

/// How many requests of a class one caller may make.
///
/// Like a bucket that holds `burst` requests and is refilled with `per_minute` of them in a
/// minute, one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateQuota {
    /// Requests per minute in the long run; 0 is no limit.
    pub per_minute: u32,
    /// Requests at once after a pause; at least 1, at most what a day refills.
    pub burst: u32,
}

impl RateQuota {
    /// No limit.
    pub const OFF: Self = Self { per_minute: 0, burst: 0 };

    pub(super) fn to_governor(self) -> Option<Quota> {
        let per_minute = NonZeroU32::new(self.per_minute)?;
        let most = self.per_minute.saturating_mul(LONGEST_REFILL_IN_MINUTES);
        let burst = NonZeroU32::new(self.burst.min(most)).unwrap_or(NonZeroU32::MIN);
        Some(Quota::per_minute(per_minute).allow_burst(burst))
    }
}

/// The whole seconds in which an empty bucket is full again.
pub(super) fn window_seconds(quota: Quota) -> u64 {
    whole_seconds(quota.burst_size_replenished_in().min(MINUTE * LONGEST_REFILL_IN_MINUTES)).max(1)
}

/// Rounded up: a caller who comes when it was told to must not be too early.
pub(super) fn whole_seconds(duration: Duration) -> u64 {
    duration.as_secs() + u64::from(duration.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(per_minute: u32, burst: u32) -> Option<(u32, u64)> {
        let quota = RateQuota { per_minute, burst }.to_governor()?;
        Some((quota.burst_size().get(), window_seconds(quota)))
    }

    #[test]
    fn the_window_is_the_time_in_which_a_whole_burst_comes_back() {
        assert_eq!(shape(60, 10), Some((10, 10)));
        assert_eq!(shape(600, 100), Some((100, 10)));
        assert_eq!(shape(600, 1), Some((1, 1)));
        assert_eq!(shape(7, 7), Some((7, 60)));
    }

    #[test]
    fn no_requests_per_minute_are_no_limit_and_no_burst_is_one_request() {
        assert_eq!(shape(0, 10), None);
        assert_eq!(RateQuota::OFF.to_governor(), None);
        assert_eq!(shape(60, 0), Some((1, 1)));
    }

    #[test]
    fn no_quota_is_too_large_to_count() {
        assert_eq!(shape(1, u32::MAX), Some((1440, 86_400)));
        assert_eq!(shape(u32::MAX, u32::MAX).map(|(burst, _)| burst), Some(u32::MAX));
    }
}
