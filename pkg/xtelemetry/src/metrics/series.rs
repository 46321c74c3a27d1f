//! Metrics whose number of labels is part of their type, so that a missing label does not
//! compile.

use prometheus::{GaugeVec, HistogramVec, IntCounter, IntCounterVec};

/// A number that only grows.
#[derive(Debug, Clone)]
pub struct Counter<const N: usize>(IntCounterVec);

impl<const N: usize> Counter<N> {
    pub(crate) fn new(inner: IntCounterVec) -> Self {
        let counter = Self(inner);
        show_at_once::<N>(|labels| counter.add(labels, 0));
        counter
    }

    /// Counts one.
    pub fn increment(&self, labels: [&str; N]) {
        self.add(labels, 1);
    }

    /// Counts several.
    pub fn add(&self, labels: [&str; N], count: u64) {
        self.0.with_label_values(&labels).inc_by(count);
    }

    /// One series of it, shown from now on.
    pub(crate) fn one(&self, labels: [&str; N]) -> OneCounter {
        OneCounter(self.0.with_label_values(&labels))
    }
}

/// One series of a [`Counter`].
#[derive(Debug, Clone)]
pub(crate) struct OneCounter(IntCounter);

impl OneCounter {
    pub(crate) fn increment(&self) {
        self.0.inc();
    }
}

/// A number that goes up and down.
#[derive(Debug, Clone)]
pub struct Gauge<const N: usize>(GaugeVec);

impl<const N: usize> Gauge<N> {
    pub(crate) fn new(inner: GaugeVec) -> Self {
        let gauge = Self(inner);
        show_at_once::<N>(|labels| gauge.add(labels, 0.0));
        gauge
    }

    /// Replaces the value.
    pub fn set(&self, labels: [&str; N], value: f64) {
        self.0.with_label_values(&labels).set(value);
    }

    /// Moves the value; a negative difference moves it down.
    pub fn add(&self, labels: [&str; N], difference: f64) {
        self.0.with_label_values(&labels).add(difference);
    }
}

/// A distribution of seconds.
#[derive(Debug, Clone)]
pub struct Histogram<const N: usize>(HistogramVec);

impl<const N: usize> Histogram<N> {
    pub(crate) fn new(inner: HistogramVec) -> Self {
        Self(inner)
    }

    /// Notes how long something took.
    pub fn observe(&self, labels: [&str; N], seconds: f64) {
        self.0.with_label_values(&labels).observe(seconds);
    }

    /// One series of it, shown from now on.
    pub(crate) fn one(&self, labels: [&str; N]) -> OneHistogram {
        OneHistogram(self.0.with_label_values(&labels))
    }
}

/// One series of a [`Histogram`].
#[derive(Debug, Clone)]
pub(crate) struct OneHistogram(prometheus::Histogram);

impl OneHistogram {
    pub(crate) fn observe(&self, seconds: f64) {
        self.0.observe(seconds);
    }
}

/// A metric without labels has one series; it is shown with 0 before anything happened, as
/// an alert on its growth needs.
fn show_at_once<const N: usize>(touch: impl FnOnce([&str; N])) {
    if N == 0 {
        touch([""; N]);
    }
}
