//! Who gives out trace ids, and which traces are kept.

use opentelemetry::KeyValue;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{Sampler, SdkTracerProvider};

use crate::{InitError, Options};

use super::export;

/// The provider that the options ask for.
pub(crate) fn provider(options: &Options) -> Result<SdkTracerProvider, InitError> {
    let Some(otlp) = &options.otlp else {
        return Ok(silent());
    };
    let ratio = otlp.sample_ratio;
    if !(0.0..=1.0).contains(&ratio) {
        return Err(InitError::SampleRatio { ratio });
    }
    let resource = Resource::builder()
        .with_service_name(options.service_name.clone())
        .with_attribute(KeyValue::new("service.version", options.service_version.clone()))
        .build();
    Ok(SdkTracerProvider::builder()
        .with_resource(resource)
        .with_sampler(parent_or(Sampler::TraceIdRatioBased(ratio)))
        .with_batch_exporter(export::exporter(otlp)?)
        .build())
}

/// A provider that gives out ids for the log and keeps nothing.
///
/// A caller's wish to keep its trace is still handed on to those we call.
pub(crate) fn silent() -> SdkTracerProvider {
    SdkTracerProvider::builder().with_sampler(parent_or(Sampler::AlwaysOff)).build()
}

fn parent_or(root: Sampler) -> Sampler {
    Sampler::ParentBased(Box::new(root))
}
