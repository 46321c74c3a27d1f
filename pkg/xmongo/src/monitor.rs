//! Commands as spans and metrics.
//!
//! Who sends a command lets a [`CommandMonitor`] watch it. The driver has events for this, but it
//! turns every command and every answer into a tree of values for them, which costs more than
//! the rest of its work. Names follow the semantic conventions for databases; no value of a
//! command is recorded.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use bson::Document;
use mongodb::error::{Error, ErrorKind};
use tracing::field::Empty;
use tracing::{Instrument as _, Span};

use crate::{CommandObserver, Failure, FinishedCommand, Outcome, check_writes, classify};

/// A command that is about to be sent.
#[derive(Debug, Clone, Copy)]
pub struct Command<'a> {
    /// The name of the command, such as `find`.
    pub name: &'static str,
    /// The database.
    pub database: &'a str,
    /// The collection, or an empty text for commands without one.
    pub collection: &'a str,
}

/// Makes a span of each command that it watches, and tells an observer how it ended.
#[derive(Clone, Default)]
pub struct CommandMonitor {
    observer: Option<Arc<dyn CommandObserver>>,
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

    /// Sends a command: `work` is polled below its span.
    ///
    /// What is measured is what its sender waits for: a connection, the answer, and the driver's
    /// own second try.
    ///
    /// # Errors
    ///
    /// Those of `work`.
    pub async fn watch<T>(
        &self,
        command: Command<'_>,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        self.judge(command, work, |_| None).await
    }

    /// Like [`watch`](Self::watch), for write commands that were sent as commands: those answer
    /// well even if statements of theirs were refused.
    ///
    /// # Errors
    ///
    /// Those of `work`.
    pub async fn watch_writes(
        &self,
        command: Command<'_>,
        work: impl Future<Output = Result<Document, Error>>,
    ) -> Result<Document, Error> {
        self.judge(command, work, |reply| check_writes(reply).err().map(|it| it.failure)).await
    }

    async fn judge<T>(
        &self,
        command: Command<'_>,
        work: impl Future<Output = Result<T, Error>>,
        refused: impl Fn(&T) -> Option<Failure>,
    ) -> Result<T, Error> {
        let span = span_of(&command);
        let since = Instant::now();
        let result = work.instrument(span.clone()).await;
        let failure = match &result {
            Ok(reply) => refused(reply).map(|failure| (word(&failure).to_owned(), failure)),
            Err(error) => Some((error_type(error), classify(error))),
        };
        if let Some((error, _)) = &failure {
            span.record("error.type", error.as_str());
            span.record("otel.status_code", "ERROR");
        }
        if let Some(observer) = &self.observer {
            let outcome = failure.map_or(Outcome::Ok, |(_, failure)| Outcome::of(&failure));
            observer.finished(&FinishedCommand {
                collection: command.collection,
                command: command.name,
                outcome,
                duration: since.elapsed(),
            });
        }
        result
    }
}

impl fmt::Debug for CommandMonitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommandMonitor").finish_non_exhaustive()
    }
}

fn span_of(Command { name, database, collection }: &Command<'_>) -> Span {
    tracing::info_span!(
        "db.query",
        otel.name =
            format_args!("{name}{}{collection}", if collection.is_empty() { "" } else { " " }),
        otel.kind = "client",
        otel.status_code = Empty,
        db.system.name = "mongodb",
        db.namespace = database,
        db.collection.name = collection,
        db.operation.name = name,
        error.r#type = Empty,
    )
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
