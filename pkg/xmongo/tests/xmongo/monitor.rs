//! Commands are seen with their collection and outcome, below the span of whoever asked.

use std::sync::{Arc, LazyLock, Mutex};

use bson::{Document, doc};
use tracing::span::{Attributes, Id};
use tracing::{Instrument as _, Subscriber};
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry};
use xmongo::{Command, CommandMonitor, FinishedCommand};

use crate::database;

#[tokio::test]
async fn commands_are_counted_by_collection_and_outcome() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let monitor = CommandMonitor::new().observed_by(move |command: &FinishedCommand<'_>| {
        let line = format!("{} {} {}", command.command, command.collection, command.outcome.word());
        noted.lock().unwrap().push(line);
    });
    let Some((_guard, _client, database)) = database().await else { return };
    let things = database.collection::<Document>("things");
    let sent = |name| Command { name, database: database.name(), collection: "things" };
    let insert = || things.insert_one(doc! { "_id": 1 }).into_future();

    monitor.watch(sent("insert"), insert()).await.unwrap();
    monitor.watch(sent("insert"), insert()).await.unwrap_err();
    let twice = doc! { "insert": "things", "documents": [{ "_id": 1 }] };
    monitor.watch_writes(sent("insert"), database.run_command(twice).into_future()).await.unwrap();
    let unknown = database.run_command(doc! { "noSuchCommand": "things" }).into_future();
    monitor.watch(sent("noSuchCommand"), unknown).await.unwrap_err();

    assert_eq!(
        *seen.lock().unwrap(),
        [
            "insert things ok",
            "insert things conflict",
            "insert things conflict",
            "noSuchCommand things error"
        ],
    );
}

/// Notes the parent of each span.
#[derive(Clone, Default)]
struct Parents(Arc<Mutex<Vec<SpanAndParent>>>);

type SpanAndParent = (&'static str, Option<&'static str>);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Parents {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let parent = context.span(id).and_then(|span| span.parent().map(|parent| parent.name()));
        self.0.lock().expect("no test panics here").push((attributes.metadata().name(), parent));
    }
}

/// For the whole process: a span whose place in the code is met first by a test without a
/// subscriber would be switched off for all.
static PARENTS: LazyLock<Parents> = LazyLock::new(|| {
    let parents = Parents::default();
    let subscriber = Registry::default().with(parents.clone());
    tracing::subscriber::set_global_default(subscriber).expect("no other test sets one");
    parents
});

#[tokio::test]
async fn a_command_is_a_child_of_the_span_that_asked_for_it() {
    let parents = PARENTS.clone();
    let Some((_guard, _client, database)) = database().await else { return };
    let things = database.collection::<Document>("things");
    let sent = Command { name: "find", database: database.name(), collection: "things" };

    let find = things.find_one(doc! { "_id": 1 }).into_future();
    let monitor = CommandMonitor::new();
    let find = monitor.watch(sent, find);
    find.instrument(tracing::info_span!("request")).await.unwrap();

    let parents = parents.0.lock().unwrap();
    assert!(parents.contains(&("db.query", Some("request"))), "{parents:?}");
}
