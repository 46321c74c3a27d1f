//! Which lines and spans exist.
//!
//! Two filters, because a line needs its spans: with one filter for both, the level `warn`
//! would drop the request span, and a warning would lose the request id it happened in.

use tracing::level_filters::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Filter};

use crate::InitError;

/// Libraries that would speak about the exporter's own requests, or about every byte.
const NOISY: [&str; 9] =
    ["h2", "hyper", "hyper_util", "mio", "reqwest", "rustls", "tokio_util", "tower", "want"];

/// Parses log directives; the noisy libraries stay at `warn` unless they are named.
pub(crate) fn parse(directives: &str) -> Result<Targets, InitError> {
    let mut default = LevelFilter::INFO;
    let mut named = Vec::new();
    for directive in directives.split(',').map(str::trim) {
        let refused = || InitError::LogLevel { directive: directive.to_owned() };
        match directive.split_once('=') {
            _ if directive.is_empty() => {}
            // A bare word is a level and nothing else: read as a target, a typing mistake
            // in `info` would silence the program.
            None => default = directive.parse().map_err(|_| refused())?,
            Some((target, level)) if is_target(target) => {
                let level: LevelFilter = level.trim().parse().map_err(|_| refused())?;
                named.push((target.trim().to_owned(), level));
            }
            Some(_) => return Err(refused()),
        }
    }
    Ok(from_level(default).with_targets(named))
}

/// Lines from `level` up; the noisy libraries from `warn` up.
pub(crate) fn from_level(level: LevelFilter) -> Targets {
    quiet(level.min(LevelFilter::WARN))
        // The exporter's own complaints are repeated with every batch; ours come once.
        .with_target("opentelemetry", LevelFilter::OFF)
        .with_default(level)
}

/// Spans that are followed: ours, never those of the machinery that exports them.
pub(crate) fn spans() -> Targets {
    quiet(LevelFilter::OFF)
        .with_target("opentelemetry", LevelFilter::OFF)
        .with_default(LevelFilter::INFO)
}

fn quiet(level: LevelFilter) -> Targets {
    Targets::new().with_targets(NOISY.map(|target| (target, level)))
}

fn is_target(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '-' | '.'))
}

/// Log lines by one filter, the spans around them by another.
#[derive(Debug)]
pub(crate) struct LogFilter {
    pub(crate) lines: Targets,
    pub(crate) spans: Targets,
}

impl LogFilter {
    fn lets_through(&self, metadata: &Metadata<'_>) -> bool {
        let filter = if metadata.is_span() { &self.spans } else { &self.lines };
        filter.would_enable(metadata.target(), metadata.level())
    }
}

impl<S: Subscriber> Filter<S> for LogFilter {
    fn enabled(&self, metadata: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        self.lets_through(metadata)
    }

    fn callsite_enabled(&self, metadata: &'static Metadata<'static>) -> Interest {
        if self.lets_through(metadata) { Interest::always() } else { Interest::never() }
    }
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn a_level_alone_rules_everything_but_the_noisy_libraries() {
        let filter = parse("debug").unwrap();

        assert!(filter.would_enable("courses", &Level::DEBUG));
        assert!(!filter.would_enable("courses", &Level::TRACE));
        assert!(!filter.would_enable("hyper::proto", &Level::DEBUG));
        assert!(filter.would_enable("hyper::proto", &Level::WARN));
    }

    #[test]
    fn a_noisy_library_speaks_when_it_is_named() {
        let filter = parse("warn, hyper=trace").unwrap();

        assert!(filter.would_enable("hyper::proto", &Level::TRACE));
        assert!(!filter.would_enable("courses", &Level::INFO));
    }

    #[test]
    fn no_directive_means_info() {
        let filter = parse(" ").unwrap();

        assert!(filter.would_enable("courses", &Level::INFO));
        assert!(!filter.would_enable("courses", &Level::DEBUG));
    }

    #[test]
    fn off_silences_the_noisy_libraries_too() {
        let filter = parse("off").unwrap();

        assert!(!filter.would_enable("hyper::proto", &Level::ERROR));
    }

    #[test]
    fn a_mistyped_level_is_refused_instead_of_silencing_the_program() {
        for text in ["inof", "courses=loud", "=debug", "a=b=c", "[{x}]=info"] {
            let refusal = parse(text).unwrap_err();
            assert!(matches!(refusal, InitError::LogLevel { .. }), "{text}");
        }
    }
}
