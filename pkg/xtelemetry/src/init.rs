//! Puts the parts together: spans first, so that a line can ask for the ids of its span.

use std::io::{self, IsTerminal};

use opentelemetry::trace::TracerProvider;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Dispatch;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer, SubscriberExt};

use crate::filter::{self, LogFilter};
use crate::log::{Format, LogLayer, Sink};
use crate::{Guard, InitError, LogFormat, Options, trace};

/// Installs logs and traces for the whole process.
///
/// Call it once, early; only the program itself does, never a library.
///
/// # Errors
///
/// [`InitError`] when a setting is unusable or another subscriber was installed before.
pub fn init(options: &Options) -> Result<Guard, InitError> {
    let (dispatch, guard) = build(options)?;
    tracing::dispatcher::set_global_default(dispatch)
        .map_err(|cause| InitError::AlreadyInstalled { cause: Box::new(cause) })?;
    Ok(guard)
}

/// Like [`init`], but leaves it to the caller where the subscriber rules.
///
/// # Errors
///
/// [`InitError`] when a setting is unusable.
pub fn build(options: &Options) -> Result<(Dispatch, Guard), InitError> {
    let lines = filter::parse(&options.log_level)?;
    let provider = trace::provider(options)?;
    let dispatch = assemble(&provider, lines, format(options.log_format), Sink::Stderr);
    let exporting = options.otlp.as_ref().map(|_| provider);
    Ok((dispatch, Guard::new(exporting)))
}

/// One subscriber: spans with trace ids, and lines that know them.
pub(crate) fn assemble(
    provider: &SdkTracerProvider,
    lines: Targets,
    format: Format,
    sink: Sink,
) -> Dispatch {
    let spans = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("tracing"))
        .with_location(false)
        .with_threads(false)
        .with_tracked_inactivity(false)
        .with_filter(filter::spans());
    let lines =
        LogLayer::new(format, sink).with_filter(LogFilter { lines, spans: filter::spans() });
    Dispatch::new(tracing_subscriber::registry().with(spans).with(lines))
}

fn format(wanted: LogFormat) -> Format {
    let colour = io::stderr().is_terminal();
    match wanted {
        LogFormat::Json => Format::Json,
        LogFormat::Auto if !colour => Format::Json,
        LogFormat::Auto | LogFormat::Human => Format::Human { colour },
    }
}
