//! Moves waiting events into the log.
//!
//! A round reads aggregates with waiting events, what a majority has of them; appends their
//! events to the log in one transaction that also moves the counter of positions; and then takes
//! them out of the aggregates. A round that dies before the last step is repeated by the next
//! one, which finds the events in the log and skips them. Two rounds at once meet at the counter:
//! one of them is repeated and then finds its fence outdated or its events in the log.

use std::collections::HashSet;
use std::time::Instant;

use bson::{Bson, Document, RawDocumentBuf, doc};
use courses_domain::AggregateKind;
use courses_port::{CollectedEvents, Fence, StoreError};
use futures::FutureExt as _;
use futures::future::try_join_all;
use mongodb::ClientSession;
use tracing::Instrument as _;
use xmongo::{TransactionError, with_transaction};

use super::take_out;
use crate::MongoStore;
use crate::convert::to_long;
use crate::document::{OutboxDocument, WaitingDocument, log_document};
use crate::error::{Late, from_transaction};
use crate::query;
use crate::schema::{COUNTERS, EVENTS, collection_of};

/// The counter of positions.
const POSITION: &str = "events";
/// As many tombstones as one round removes.
const BURIED: i64 = 1_000;
/// The kinds that leave tombstones.
const MORTAL: [AggregateKind; 2] = [AggregateKind::Course, AggregateKind::Run];

type Appending<T> = Result<T, TransactionError<StoreError>>;

/// An aggregate with waiting events.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub(super) kind: AggregateKind,
    pub(super) aggregate: WaitingDocument,
}

impl Waiting {
    fn events(&self) -> impl Iterator<Item = (&OutboxDocument, &Self)> {
        self.aggregate.outbox.iter().map(move |event| (event, self))
    }
}

/// One round.
pub(super) async fn collect(
    store: &MongoStore,
    fence: &Fence,
    limit: u32,
) -> Result<CollectedEvents, StoreError> {
    // In a task of its own, because the driver must not lose its caller in the middle.
    let (own, fence) = (store.clone(), fence.clone());
    let deadline = store.options().commit_deadline;
    let round = async move { round(&own, &fence, limit).await };
    match tokio::time::timeout(deadline, tokio::spawn(round.in_current_span())).await {
        Ok(Ok(collected)) => collected,
        Ok(Err(panicked)) => Err(StoreError::broken(panicked)),
        Err(_) => Err(store.late(Late)),
    }
}

async fn round(
    store: &MongoStore,
    fence: &Fence,
    limit: u32,
) -> Result<CollectedEvents, StoreError> {
    let (waiting, more) = longest_waiting(store, limit).await?;
    let job = Append { store, fence, waiting: &waiting };
    let deadline = Instant::now() + store.options().commit_deadline;
    let (client, monitor) = (store.client(), store.monitor());
    let appended =
        with_transaction(client, monitor, deadline, &job, |session, job| job.run(session).boxed());
    match appended.await.map_err(from_transaction)? {
        None => Ok(CollectedEvents::default()),
        Some(appended) => {
            xfault::point("collect.appended");
            take_out::take_out(store, &waiting).await?;
            xfault::point("collect.taken");
            bury(store).await?;
            Ok(CollectedEvents { appended, more })
        }
    }
}

/// Up to `limit` aggregates, and whether there are more.
async fn longest_waiting(
    store: &MongoStore,
    limit: u32,
) -> Result<(Vec<Waiting>, bool), StoreError> {
    let surplus = i64::from(limit) + 1;
    let found = AggregateKind::ALL.map(|kind| async move {
        let found = store.fetch::<WaitingDocument>(query::waiting(kind, surplus)).await?;
        Ok::<_, StoreError>(found.into_iter().map(move |aggregate| Waiting { kind, aggregate }))
    });
    let mut all: Vec<Waiting> = try_join_all(found).await?.into_iter().flatten().collect();
    all.sort_by_key(|it| it.aggregate.outbox_since);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = all.len() > limit;
    all.truncate(limit);
    Ok((all, more))
}

/// Appends the events of some aggregates to the log.
struct Append<'a> {
    store: &'a MongoStore,
    fence: &'a Fence,
    waiting: &'a [Waiting],
}

impl Append<'_> {
    /// How many were new, or `None` if the fence is not the newest.
    async fn run(&self, session: &mut ClientSession) -> Appending<Option<u64>> {
        let lease = self.one(session, query::lease_token(&self.fence.name), "token").await?;
        if lease != Some(to_long(self.fence.token)) {
            return Ok(None);
        }
        let ids: Vec<bson::Uuid> =
            self.waiting.iter().flat_map(Waiting::events).map(|(event, _)| event.id).collect();
        if ids.is_empty() {
            return Ok(Some(0));
        }
        let known = self.store.find_in(session, query::event_ids(&ids)).await?;
        let known: HashSet<bson::Uuid> = known.iter().filter_map(event_id).collect();
        let last = self.one(session, query::counter(POSITION), "value").await?.unwrap_or_default();
        let documents = self.documents(&known, last);
        let Ok(appended) = i64::try_from(documents.len()) else { return Ok(Some(0)) };
        if appended > 0 {
            let events = self.store.collection(EVENTS);
            let insert = events.insert_many(documents).session(&mut *session);
            self.store.send("insert", EVENTS, insert).await?;
            let counters = self.store.collection(COUNTERS);
            let next = doc! { "$set": { "value": last + appended } };
            let counter = counters.update_one(doc! { "_id": POSITION }, next).upsert(true);
            self.store.send("update", COUNTERS, counter.session(session)).await?;
        }
        Ok(Some(appended.unsigned_abs()))
    }

    /// The events that are not in the log yet, with the positions after `last`.
    fn documents(&self, known: &HashSet<bson::Uuid>, last: i64) -> Vec<Document> {
        let events = self.waiting.iter().flat_map(Waiting::events);
        let new = events.filter(|(event, _)| !known.contains(&event.id));
        new.zip(last + 1..)
            .map(|((event, from), position)| {
                log_document(event, from.kind, from.aggregate.id, position)
            })
            .collect()
    }

    /// A number in the one document that `query` answers.
    async fn one(
        &self,
        session: &mut ClientSession,
        query: query::Query,
        field: &str,
    ) -> Appending<Option<i64>> {
        let found = self.store.find_in(session, query).await?;
        let number = found.first().map(|document| document.get_i64(field)).transpose();
        number.map_err(|bad| TransactionError::Refused(StoreError::broken(bad)))
    }
}

fn event_id(document: &RawDocumentBuf) -> Option<bson::Uuid> {
    match document.get("_id").ok()?? {
        bson::RawBsonRef::Binary(id) => id.bytes.try_into().ok().map(bson::Uuid::from_bytes),
        _ => None,
    }
}

/// Removes deleted aggregates whose events are all in the log.
async fn bury(store: &MongoStore) -> Result<(), StoreError> {
    for kind in MORTAL {
        let dead = store.fetch_raw(query::tombstones(kind, BURIED)).await?;
        let ids: Vec<Bson> = dead.iter().filter_map(crate::idempotency::id).collect();
        if ids.is_empty() {
            continue;
        }
        let (sender, name) = (store.clone(), collection_of(kind));
        let collection = store.collection(name);
        let dead = doc! { "_id": { "$in": ids }, "deleted": true, "outbox_since": null };
        let bury = async move { sender.send("delete", name, collection.delete_many(dead)).await };
        store.in_time(bury).await?;
    }
    Ok(())
}
