//! Commands as spans and metrics.
//!
//! The driver reports the beginning and the end of a command on the task that asked for it, so
//! the span is born below the span that is current there. Names follow the semantic conventions
//! for databases; no value of a command is recorded.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bson::{Bson, Document};
use mongodb::error::{Error, ErrorKind};
use mongodb::event::EventHandler;
use mongodb::event::command::{
    CommandEvent, CommandFailedEvent, CommandStartedEvent, CommandSucceededEvent,
};
use mongodb::options::ServerAddress;
use tracing::Span;
use tracing::field::Empty;
use tracing::level_filters::LevelFilter;

use crate::{CommandObserver, Failure, FinishedCommand, Outcome, check_writes, classify};

/// Commands whose end was never reported (their future was dropped) are forgotten when there are
/// more than `CROWDED` and they are older than `FORGOTTEN`.
const CROWDED: usize = 1024;
const FORGOTTEN: Duration = Duration::from_mins(2);

/// Sees the commands of one or more clients.
#[derive(Clone, Default)]
pub struct CommandMonitor {
    observer: Option<Arc<dyn CommandObserver>>,
    running: Arc<Mutex<HashMap<i32, Running>>>,
}

struct Running {
    span: Span,
    collection: String,
    since: Instant,
}

impl CommandMonitor {
    /// Makes spans.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells `observer` about each command, too.
    #[must_use]
    pub fn observed_by(mut self, observer: impl CommandObserver + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Whether anybody would learn of a command. The driver turns each command and each answer into
    /// a tree of values for its events, a quarter of the work of a large write; that is for nothing
    /// while there is neither an observer nor a subscriber for spans.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        self.observer.is_some() || LevelFilter::current() >= LevelFilter::INFO
    }

    /// What a client's options want.
    #[must_use]
    pub fn handler(&self) -> EventHandler<CommandEvent> {
        let monitor = self.clone();
        EventHandler::callback(move |event| match event {
            CommandEvent::Started(event) => monitor.started(&event),
            CommandEvent::Succeeded(event) => monitor.succeeded(&event),
            CommandEvent::Failed(event) => monitor.failed(&event),
            _ => {}
        })
    }

    fn started(&self, event: &CommandStartedEvent) {
        let collection = collection_of(&event.command_name, &event.command);
        let span = span_of(event, collection);
        let running = Running { span, collection: collection.to_owned(), since: Instant::now() };
        let mut all = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= CROWDED {
            all.retain(|_, command| command.since.elapsed() < FORGOTTEN);
        }
        all.insert(event.request_id, running);
    }

    fn succeeded(&self, event: &CommandSucceededEvent) {
        let outcome = match check_writes(&event.reply) {
            Ok(_) => Ok(()),
            Err(refused) => Err((Outcome::of(&refused.failure), word(&refused.failure).to_owned())),
        };
        self.finished(event.request_id, &event.command_name, event.duration, &outcome);
    }

    fn failed(&self, event: &CommandFailedEvent) {
        let outcome = Outcome::of(&classify(&event.failure));
        let error = (outcome, error_type(&event.failure));
        self.finished(event.request_id, &event.command_name, event.duration, &Err(error));
    }

    fn finished(
        &self,
        request: i32,
        command: &str,
        duration: Duration,
        result: &Result<(), (Outcome, String)>,
    ) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&request);
        let collection = running.as_ref().map_or("", |running| running.collection.as_str());
        let outcome = match result {
            Ok(()) => Outcome::Ok,
            Err((outcome, _)) => *outcome,
        };
        if let (Some(running), Err((_, error))) = (&running, result) {
            running.span.record("error.type", error.as_str());
            running.span.record("otel.status_code", "ERROR");
        }
        if let Some(observer) = &self.observer {
            observer.finished(&FinishedCommand { collection, command, outcome, duration });
        }
    }
}

impl fmt::Debug for CommandMonitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandMonitor").finish_non_exhaustive()
    }
}

fn span_of(event: &CommandStartedEvent, collection: &str) -> Span {
    let name = &event.command_name;
    let (host, port) = match &event.connection.address {
        ServerAddress::Tcp { host, port } => (host.clone(), port.unwrap_or(27017)),
        other => (other.to_string(), 0),
    };
    tracing::info_span!(
        "db.query",
        otel.name = format!("{name} {collection}").trim_end(),
        otel.kind = "client",
        otel.status_code = Empty,
        db.system.name = "mongodb",
        db.namespace = event.db,
        db.collection.name = collection,
        db.operation.name = name,
        server.address = host,
        server.port = port,
        error.r#type = Empty,
    )
}

/// The collection a command is about; empty if it is about none.
fn collection_of<'a>(name: &str, command: &'a Document) -> &'a str {
    let key = if name == "getMore" { "collection" } else { name };
    match command.get(key) {
        Some(Bson::String(collection)) => collection,
        Some(Bson::Document(inner)) => {
            // `explain` wraps the command it explains.
            inner.iter().next().and_then(|(_, value)| value.as_str()).unwrap_or_default()
        }
        _ => "",
    }
}

fn error_type(error: &Error) -> String {
    match error.kind.as_ref() {
        ErrorKind::Command(error) if !error.code_name.is_empty() => error.code_name.clone(),
        ErrorKind::Command(error) => error.code.to_string(),
        _ => word(&classify(error)).to_owned(),
    }
}

const fn word(failure: &Failure) -> &'static str {
    match failure {
        Failure::DuplicateKey { .. } => "DuplicateKey",
        Failure::WriteConflict => "WriteConflict",
        Failure::Invalid => "DocumentValidationFailure",
        Failure::Unavailable => "Unavailable",
        Failure::TimedOut => "TimedOut",
        Failure::Other => "Other",
    }
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    #[test]
    fn the_collection_is_found_where_each_command_keeps_it() {
        let cases = [
            ("find", doc! { "find": "courses" }, "courses"),
            ("getMore", doc! { "getMore": 7_i64, "collection": "courses" }, "courses"),
            ("aggregate", doc! { "aggregate": 1 }, ""),
            ("explain", doc! { "explain": { "find": "courses" } }, "courses"),
            ("commitTransaction", doc! { "commitTransaction": 1 }, ""),
        ];
        for (name, command, expected) in cases {
            assert_eq!(collection_of(name, &command), expected, "{name}");
        }
    }
}
