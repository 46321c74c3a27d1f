//! Takes events that are in the log out of their aggregates.
//!
//! It is done in one transaction, because hundreds of writes cost the members of a set much less
//! together than one by one. A transaction yields to every writer of one of the aggregates, so
//! after a while they are written one by one, which nobody can keep from succeeding.

use std::time::{Duration, Instant};

use bson::{Bson, Document, doc};
use courses_domain::AggregateKind;
use courses_port::StoreError;
use futures::FutureExt as _;
use mongodb::ClientSession;
use xmongo::{TransactionError, check_writes, with_transaction};

use super::collect::Waiting;
use crate::MongoStore;
use crate::document::WaitingDocument;
use crate::error::from_statement;
use crate::schema::collection_of;
use crate::statements::{self, Stopped, Verb};

/// How long writers may keep the transaction from succeeding.
const TOGETHER: Duration = Duration::from_secs(2);

/// Takes out the events that `waiting` was read with; those that came meanwhile stay.
pub(super) async fn take_out(store: &MongoStore, waiting: &[Waiting]) -> Result<(), StoreError> {
    if waiting.is_empty() {
        return Ok(());
    }
    let job = Together { store, waiting };
    let deadline = Instant::now() + TOGETHER;
    let (client, monitor) = (store.client(), store.monitor());
    let done =
        with_transaction(client, monitor, deadline, &job, |session, job| job.run(session).boxed());
    if done.await.is_err() {
        return one_by_one(store, waiting).await;
    }
    Ok(())
}

struct Together<'a> {
    store: &'a MongoStore,
    waiting: &'a [Waiting],
}

impl Together<'_> {
    async fn run(&self, session: &mut ClientSession) -> Result<(), TransactionError<()>> {
        for kind in AggregateKind::ALL {
            let emptied: Vec<Document> = of_kind(self.waiting, kind).map(emptied).collect();
            let all = emptied.len() as u64;
            if self.update(session, kind, emptied).await? < all {
                let thinned = of_kind(self.waiting, kind).map(thinned).collect();
                self.update(session, kind, thinned).await?;
            }
        }
        Ok(())
    }

    async fn update(
        &self,
        session: &mut ClientSession,
        kind: AggregateKind,
        updates: Vec<Document>,
    ) -> Result<u64, TransactionError<()>> {
        let collection = collection_of(kind);
        let done = statements::run(self.store, session, Verb::Update, collection, updates).await;
        done.map_err(|stopped| match stopped {
            Stopped::Driver(error) => error.into(),
            Stopped::Refused(_) => TransactionError::Refused(()),
        })
    }
}

async fn one_by_one(store: &MongoStore, waiting: &[Waiting]) -> Result<(), StoreError> {
    for kind in AggregateKind::ALL {
        let updates: Vec<Document> = of_kind(waiting, kind).map(thinned).collect();
        if updates.is_empty() {
            continue;
        }
        let (sender, collection) = (store.clone(), collection_of(kind));
        let command = doc! { "update": collection, "updates": updates, "ordered": false };
        let update = async move {
            let update = sender.database().run_command(command).into_future();
            sender.monitor().watch_writes(sender.command("update", collection), update).await
        };
        let reply = store.in_time(update).await?;
        check_writes(&reply).map_err(from_statement)?;
    }
    Ok(())
}

fn of_kind(waiting: &[Waiting], kind: AggregateKind) -> impl Iterator<Item = &WaitingDocument> {
    waiting.iter().filter(move |it| it.kind == kind).map(|it| &it.aggregate)
}

fn ids(aggregate: &WaitingDocument) -> Vec<Bson> {
    aggregate.outbox.iter().map(|event| event.id.into()).collect()
}

/// Drops the outbox if it holds exactly the events that were collected, which is usual and cheap.
fn emptied(aggregate: &WaitingDocument) -> Document {
    let ids = ids(aggregate);
    let size = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    doc! {
        "q": { "_id": aggregate.id, "outbox": { "$size": size }, "outbox.id": { "$all": ids } },
        "u": { "$unset": { "outbox": "", "outbox_since": "" } },
    }
}

/// Drops the events that were collected, and keeps those that came meanwhile.
fn thinned(aggregate: &WaitingDocument) -> Document {
    let waits = doc! { "$not": [{ "$in": ["$$this.id", ids(aggregate)] }] };
    let present = doc! { "$ifNull": ["$outbox", Bson::Array(Vec::new())] };
    let rest = doc! { "$filter": { "input": present, "cond": waits } };
    let since = doc! { "$ifNull": [{ "$min": "$outbox.time" }, "$$REMOVE"] };
    doc! {
        "q": { "_id": aggregate.id },
        "u": [{ "$set": { "outbox": rest } }, { "$set": { "outbox_since": since } }],
    }
}
