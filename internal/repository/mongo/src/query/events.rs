//! What the collector and the readers of the log ask.

use bson::{Bson, Document, doc};
use courses_domain::AggregateKind;

use super::{Query, QueryName};
use crate::schema::{COUNTERS, EVENTS, LEASES, collection_of};

pub(crate) fn events_after(position: i64, limit: u32) -> Query {
    let filter = doc! { "position": { "$gt": position } };
    Query::find(QueryName::EventsAfter, EVENTS, filter)
        .sorted(doc! { "position": 1 })
        .limited(limit)
}

/// Which of these events stand in the log.
pub(crate) fn event_ids(ids: &[bson::Uuid]) -> Query {
    let ids: Vec<Bson> = ids.iter().map(|id| Bson::from(*id)).collect();
    let filter = doc! { "_id": { "$in": ids } };
    Query::find(QueryName::EventIds, EVENTS, filter).only(doc! { "_id": 1 })
}

/// The newest token of a lease.
pub(crate) fn lease_token(name: &str) -> Query {
    Query::find(QueryName::LeaseToken, LEASES, doc! { "_id": name }).limited(1)
}

pub(crate) fn counter(name: &str) -> Query {
    Query::find(QueryName::Counter, COUNTERS, doc! { "_id": name }).limited(1)
}

fn with_events() -> Document {
    doc! { "outbox_since": { "$exists": true } }
}

/// Aggregates with waiting events, the longest waiting first.
pub(crate) fn waiting(kind: AggregateKind, limit: i64) -> Query {
    Query::find(QueryName::Waiting, collection_of(kind), with_events())
        .only(doc! { "outbox": 1, "outbox_since": 1 })
        .sorted(doc! { "outbox_since": 1 })
        .limited(limit)
}

/// How many aggregates have waiting events, up to `most`.
pub(crate) fn waiting_count(kind: AggregateKind, most: i64) -> Query {
    let stages = vec![
        doc! { "$match": with_events() },
        doc! { "$project": { "_id": 0, "outbox_since": 1 } },
        doc! { "$limit": most },
        doc! { "$count": "count" },
    ];
    Query::aggregate(QueryName::WaitingCount, collection_of(kind), stages)
}

/// The aggregate whose oldest waiting event is the oldest.
pub(crate) fn oldest_waiting(kind: AggregateKind) -> Query {
    Query::find(QueryName::OldestWaiting, collection_of(kind), with_events())
        .only(doc! { "outbox_since": 1 })
        .sorted(doc! { "outbox_since": 1 })
        .limited(1)
}

/// Deleted aggregates without waiting events.
pub(crate) fn tombstones(kind: AggregateKind, limit: i64) -> Query {
    let filter = doc! { "deleted": true, "outbox_since": null };
    Query::find(QueryName::Tombstones, collection_of(kind), filter)
        .only(doc! { "_id": 1 })
        .limited(limit)
}
