//! All metrics of a program, and their text form.

use std::sync::Arc;

use prometheus::core::Collector;
use prometheus::{
    GaugeVec, HistogramOpts, HistogramVec, IntCounterVec, Opts, TEXT_FORMAT, TextEncoder,
};

use super::series::{Counter, Gauge, Histogram};

/// All metrics of a program. Clones share them.
#[derive(Debug, Clone)]
pub struct Registry {
    inner: prometheus::Registry,
    prefix: Arc<str>,
}

impl Registry {
    /// A registry whose metrics are called `<prefix>_…`; it already knows the process itself
    /// (`process_…`, on Linux).
    ///
    /// Characters that a metric's name cannot have become `_`.
    #[must_use]
    pub fn new(prefix: &str) -> Self {
        let registry =
            Self { inner: prometheus::Registry::new(), prefix: name_part(prefix).into() };
        #[cfg(target_os = "linux")]
        registry.register("process", Box::new(super::process::ProcessMetrics::new()));
        registry
    }

    /// Everything in Prometheus' text form, with its content type.
    #[must_use]
    pub fn render(&self) -> (&'static str, String) {
        let mut text = String::new();
        if let Err(error) = TextEncoder::new().encode_utf8(&self.inner.gather(), &mut text) {
            tracing::error!(%error, "metrics cannot be rendered");
        }
        (TEXT_FORMAT, text)
    }

    /// A number that only grows, called `<prefix>_<name>`. The name ends in `_total`.
    ///
    /// # Panics
    ///
    /// When a label is not a word that Prometheus takes: labels are literals of the program.
    #[must_use]
    pub fn counter<const N: usize>(
        &self,
        name: &'static str,
        help: &'static str,
        labels: [&'static str; N],
    ) -> Counter<N> {
        let counter = IntCounterVec::new(self.opts(name, help), &labels).expect(LITERAL);
        self.register(name, Box::new(counter.clone()));
        Counter::new(counter)
    }

    /// A number that goes up and down, called `<prefix>_<name>`.
    ///
    /// # Panics
    ///
    /// When a label is not a word that Prometheus takes: labels are literals of the program.
    #[must_use]
    pub fn gauge<const N: usize>(
        &self,
        name: &'static str,
        help: &'static str,
        labels: [&'static str; N],
    ) -> Gauge<N> {
        let gauge = GaugeVec::new(self.opts(name, help), &labels).expect(LITERAL);
        self.register(name, Box::new(gauge.clone()));
        Gauge::new(gauge)
    }

    /// A distribution of seconds, called `<prefix>_<name>`. The name ends in `_seconds`;
    /// `buckets` are upper bounds that grow.
    ///
    /// # Panics
    ///
    /// When a label is not a word that Prometheus takes, or the buckets do not grow: both are
    /// literals of the program.
    #[must_use]
    pub fn histogram<const N: usize>(
        &self,
        name: &'static str,
        help: &'static str,
        labels: [&'static str; N],
        buckets: &[f64],
    ) -> Histogram<N> {
        let opts = HistogramOpts::from(self.opts(name, help)).buckets(buckets.to_vec());
        let histogram = HistogramVec::new(opts, &labels).expect(LITERAL);
        self.register(name, Box::new(histogram.clone()));
        Histogram::new(histogram)
    }

    fn opts(&self, name: &str, help: &str) -> Opts {
        Opts::new(format!("{}_{}", self.prefix, name_part(name)), help)
    }

    /// A name that is taken makes a metric that counts and is not shown: a mistake in the
    /// wiring is worth a line, not the program.
    fn register(&self, name: &str, collector: Box<dyn Collector>) {
        if let Err(error) = self.inner.register(collector) {
            tracing::error!(%error, metric.name = name, "metric `{name}` is not shown");
        }
    }
}

const LITERAL: &str = "names, labels and buckets of a metric are literals of the program";

fn name_part(text: &str) -> String {
    let legal = |c: char| {
        if c.is_ascii_alphanumeric() { c } else { '_' }
    };
    let name: String = text.chars().map(legal).collect();
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        Some(_) => name,
        None => "_".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_carry_the_prefix_and_their_labels() {
        let registry = Registry::new("courses");
        registry.counter("mails_total", "Mails sent.", ["kind"]).add(["welcome"], 2);

        let (kind, text) = registry.render();
        assert!(kind.starts_with("text/plain"), "{kind}");
        assert!(text.contains("# HELP courses_mails_total Mails sent."), "{text}");
        assert!(text.contains("courses_mails_total{kind=\"welcome\"} 2"), "{text}");
    }

    #[test]
    fn a_prefix_that_no_name_can_have_is_made_legal() {
        let registry = Registry::new("9-lives");
        registry.gauge("cats", "Cats.", []).set([], 3.0);

        assert!(registry.render().1.contains("_9_lives_cats 3"));
    }

    #[test]
    fn a_name_that_is_taken_keeps_its_first_owner() {
        let registry = Registry::new("courses");
        let first = registry.counter("mails_total", "Mails sent.", []);
        let second = registry.counter("mails_total", "Mails sent.", []);
        first.increment([]);
        second.add([], 5);

        assert!(registry.render().1.contains("courses_mails_total 1"));
    }

    #[test]
    fn a_metric_without_labels_is_shown_before_it_is_used() {
        let registry = Registry::new("courses");
        let _mails = registry.counter("mails_total", "Mails sent.", []);

        assert!(registry.render().1.contains("courses_mails_total 0"));
    }
}
