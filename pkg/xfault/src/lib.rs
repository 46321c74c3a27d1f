#![doc = include_str!("../README.md")]

#[cfg(all(feature = "fault-points", not(debug_assertions)))]
compile_error!("fault points are for tests: a release must not have them");

#[cfg(feature = "fault-points")]
mod armed;

#[cfg(feature = "fault-points")]
pub use armed::{point, sabotaged};

/// A place at which a test may end the process.
#[cfg(not(feature = "fault-points"))]
#[inline]
pub const fn point(_name: &str) {}

/// Whether this promise is broken on purpose, to see whether a test notices.
#[cfg(not(feature = "fault-points"))]
#[inline]
#[must_use]
pub const fn sabotaged(_name: &str) -> bool {
    false
}

#[cfg(all(test, not(feature = "fault-points")))]
mod tests {
    #[test]
    fn without_the_feature_nothing_is_broken() {
        super::point("anywhere");
        assert!(!super::sabotaged("anything"));
    }
}
