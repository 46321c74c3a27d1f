//! The exporter of spans, and what the log says about it: one line when sending begins to
//! fail and one when it works again, not one with every batch.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use opentelemetry_otlp::{Protocol, SpanExporter as OtlpExporter, WithExportConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};

use crate::{InitError, Otlp};

use super::endpoint;

/// Builds the exporter in a thread of its own: the blocking HTTP client inside it must be
/// neither made nor dropped in async code, and a failure half-way drops it.
pub(crate) fn exporter(otlp: &Otlp) -> Result<Reporting<OtlpExporter>, InitError> {
    let endpoint = endpoint::resolve(&otlp.endpoint)?;
    let timeout = otlp.timeout;
    let failed = |cause| InitError::Exporter { cause };
    let inner = thread::Builder::new()
        .name("telemetry-start".to_owned())
        .spawn(move || {
            OtlpExporter::builder()
                .with_http()
                .with_protocol(Protocol::HttpBinary)
                .with_endpoint(endpoint)
                .with_timeout(timeout)
                .build()
        })
        .map_err(|cause| failed(Box::new(cause)))?
        .join()
        .map_err(|_| failed("the thread that builds it panicked".into()))?
        .map_err(|cause| failed(Box::new(cause)))?;
    Ok(Reporting { inner, failing: AtomicBool::new(false) })
}

/// An exporter that says when sending begins to fail and when it works again.
#[derive(Debug)]
pub(crate) struct Reporting<E> {
    inner: E,
    failing: AtomicBool,
}

impl<E: SpanExporter> SpanExporter for Reporting<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len();
        let outcome = self.inner.export(batch).await;
        let failed_before = self.failing.swap(outcome.is_err(), Ordering::Relaxed);
        match &outcome {
            Err(error) if !failed_before => {
                tracing::warn!(%error, spans, "traces cannot be sent, they are dropped until this is over");
            }
            Ok(()) if failed_before => tracing::info!("traces are sent again"),
            _ => {}
        }
        outcome
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.inner.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.inner.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.inner.set_resource(resource);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use opentelemetry_sdk::error::OTelSdkError;
    use tracing::Level;
    use tracing::instrument::WithSubscriber;

    use super::*;
    use crate::capture::Lines;

    /// Fails for the first so many batches.
    #[derive(Debug)]
    struct Shaky(AtomicUsize);

    impl SpanExporter for Shaky {
        async fn export(&self, _: Vec<SpanData>) -> OTelSdkResult {
            let left = self.0.load(Ordering::Relaxed);
            if left == 0 {
                return Ok(());
            }
            self.0.store(left - 1, Ordering::Relaxed);
            Err(OTelSdkError::InternalFailure("away".to_owned()))
        }
    }

    #[tokio::test]
    async fn an_outage_of_the_collector_is_two_lines_however_long_it_is() {
        let exporter =
            Reporting { inner: Shaky(AtomicUsize::new(3)), failing: AtomicBool::new(false) };
        let lines = Lines::at(Level::INFO);
        async {
            for _ in 0..6 {
                let _ = exporter.export(Vec::new()).await;
            }
        }
        .with_subscriber(lines.dispatch())
        .await;

        let levels: Vec<_> = lines.json().iter().map(|line| line["level"].clone()).collect();
        assert_eq!(levels, ["WARN", "INFO"]);
    }
}
