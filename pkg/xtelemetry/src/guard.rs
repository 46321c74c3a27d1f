//! Keeps telemetry alive, and sends what is left before the program ends.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::SdkTracerProvider;

use crate::FlushError;

/// How long a guard that is merely dropped may hold up the end of the program.
const DROP_TIMEOUT: Duration = Duration::from_secs(2);

/// Owns the export of spans. Keep it until the program ends.
///
/// The exporter works in a thread of its own, so every method may be called anywhere. All of
/// them wait, though, for as long as the given time: in async code call them inside
/// `tokio::task::spawn_blocking`.
#[derive(Debug)]
#[must_use = "spans that were not sent yet are lost with the guard"]
pub struct Guard {
    exporting: Option<SdkTracerProvider>,
}

impl Guard {
    /// A guard over a provider that sends spans, or over nothing.
    pub(crate) fn new(exporting: Option<SdkTracerProvider>) -> Self {
        Self { exporting }
    }

    /// Sends every span that has ended, and goes on.
    ///
    /// # Errors
    ///
    /// [`FlushError`] when the collector did not take them in time, or refused them.
    pub fn flush(&self, timeout: Duration) -> Result<(), FlushError> {
        match self.exporting.clone() {
            None => Ok(()),
            Some(provider) => within(timeout, move || provider.force_flush()),
        }
    }

    /// Sends every span that has ended, and stops the exporter. Spans and trace ids end here,
    /// log lines go on.
    ///
    /// # Errors
    ///
    /// [`FlushError`] when the collector did not take them in time, or refused them.
    pub fn shutdown(mut self, timeout: Duration) -> Result<(), FlushError> {
        self.stop(timeout)
    }

    fn stop(&mut self, timeout: Duration) -> Result<(), FlushError> {
        let Some(provider) = self.exporting.take() else {
            return Ok(());
        };
        within(timeout, move || {
            // The provider's own shutdown sends too, but does not tell when that failed.
            let flushed = provider.force_flush();
            let stopped = provider.shutdown_with_timeout(timeout);
            flushed.and(stopped)
        })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Err(error) = self.stop(DROP_TIMEOUT) {
            tracing::warn!(%error, "traces were lost at the end of the program");
        }
    }
}

/// Runs `work` in a thread of its own and waits for it no longer than `timeout`.
///
/// The collector may hang for longer than the program has left, and the blocking client
/// inside the exporter panics in async code; the thread takes care of both.
fn within(
    timeout: Duration,
    work: impl FnOnce() -> OTelSdkResult + Send + 'static,
) -> Result<(), FlushError> {
    let (done, result) = mpsc::sync_channel(1);
    thread::Builder::new()
        .name("telemetry-flush".to_owned())
        .spawn(move || done.send(work()))
        .map_err(failed)?;
    match result.recv_timeout(timeout) {
        Ok(outcome) => outcome.map_err(failed),
        Err(_) => Err(FlushError::TimedOut { timeout }),
    }
}

fn failed(cause: impl std::error::Error + Send + Sync + 'static) -> FlushError {
    FlushError::Failed { cause: Box::new(cause) }
}
