//! The layer that makes a line out of an event and the spans around it.

use std::sync::OnceLock;

use opentelemetry::trace::TraceContextExt;
use serde_json::{Map, Value};
use tracing::dispatcher::WeakDispatch;
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use super::fields::Fields;
use super::line::{Line, REQUEST_ID, TraceIds};
use super::sink::Sink;
use super::{human, json};

/// The shape of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Format {
    Human { colour: bool },
    Json,
}

/// Writes log lines.
#[derive(Debug)]
pub(crate) struct LogLayer {
    format: Format,
    sink: Sink,
    /// The subscriber this layer is part of; it knows the trace ids of a span.
    dispatch: OnceLock<WeakDispatch>,
}

/// The fields of a span, kept beside it.
struct SpanFields(Map<String, Value>);

impl LogLayer {
    pub(crate) fn new(format: Format, sink: Sink) -> Self {
        Self { format, sink, dispatch: OnceLock::new() }
    }

    fn trace_ids(&self, span: &Id) -> Option<TraceIds> {
        let dispatch = self.dispatch.get()?.upgrade()?;
        let context = tracing_opentelemetry::get_otel_context(span, &dispatch)?;
        let ids = context.span().span_context().clone();
        ids.is_valid().then(|| TraceIds {
            trace: ids.trace_id().to_string(),
            span: ids.span_id().to_string(),
        })
    }
}

impl<S> Layer<S> for LogLayer
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_register_dispatch(&self, dispatch: &Dispatch) {
        // Only the first matters: a subscriber is made into one dispatch.
        let _ = self.dispatch.set(dispatch.downgrade());
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            span.extensions_mut().insert(SpanFields(fields.rest));
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut fields = Fields::default();
            values.record(&mut fields);
            if let Some(known) = span.extensions_mut().get_mut::<SpanFields>() {
                known.0.extend(fields.rest);
            }
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut around = Map::new();
        let mut span = None;
        for outer in context.event_scope(event).into_iter().flatten() {
            if let Some(known) = outer.extensions().get::<SpanFields>() {
                for (key, value) in &known.0 {
                    around.entry(key).or_insert_with(|| value.clone());
                }
            }
            span.get_or_insert((outer.id(), outer.name()));
        }
        let line = Line {
            timestamp: timestamp(),
            level: *event.metadata().level(),
            target: event.metadata().target(),
            message: fields.message.unwrap_or_default(),
            request_id: around.remove(REQUEST_ID),
            trace: span.as_ref().and_then(|(id, _)| self.trace_ids(id)),
            span: span.map(|(_, name)| name),
            fields: fields.rest,
            context: around,
        };
        self.sink.write(match self.format {
            Format::Human { colour } => human::render(&line, colour),
            Format::Json => json::render(&line),
        });
    }
}

fn timestamp() -> String {
    let mut text = String::with_capacity(27);
    // Writing to a string does not fail.
    let _ = SystemTime.format_time(&mut Writer::new(&mut text));
    text
}
