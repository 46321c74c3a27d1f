//! The event log, read from the store while no program runs on it.

use std::collections::{HashMap, HashSet};

use courses_port::{EventLog, Leases, LoggedEvent};
use courses_repository_mongo::MongoStore;
use courses_repository_sqlite::SqliteStore;
use courses_usecase::platform::CollectEvents;
use jiff::Timestamp;
use xmongo::ConnectOptions;

use super::{TestStore, any_id};

/// Every event of the store in order. Events that still wait are collected first.
pub(crate) async fn logged_events(store: &TestStore) -> Vec<LoggedEvent> {
    if let Some(database) = store.database() {
        let client = xmongo::connect(&ConnectOptions::new(database.uri(), "test")).await.unwrap();
        let name = database.name();
        let log = MongoStore::connect(client, name, courses_repository_mongo::Options::default())
            .await
            .unwrap();
        return read(&log).await;
    }
    let file = store.data().join("courses.db");
    let log =
        SqliteStore::open(&file, courses_repository_sqlite::Options::default()).await.unwrap();
    let events = read(&log).await;
    log.close().await;
    events
}

async fn read(log: &(impl EventLog + Leases)) -> Vec<LoggedEvent> {
    // Whoever was killed holds the lease for a while: it has run out in the future.
    let (now, until): (Timestamp, Timestamp) =
        ("2100-01-01T00:00:00Z".parse().unwrap(), "2100-01-01T00:01:00Z".parse().unwrap());
    let holder = any_id();
    let lease = log.acquire(CollectEvents::LEASE, holder, now, until).await.unwrap();
    let lease = lease.expect("a lease that has run out is free");
    while log.collect(&lease.fence, CollectEvents::STEP).await.unwrap().more {}
    log.release(CollectEvents::LEASE, holder).await.unwrap();
    assert_eq!(log.waiting().await.unwrap().0, 0);

    let mut events: Vec<LoggedEvent> = Vec::new();
    loop {
        let after = events.last().map_or(0, |event| event.position);
        let page = log.read(after, 1000).await.unwrap();
        if page.is_empty() {
            return events;
        }
        events.extend(page);
    }
}

/// Positions 1, 2, 3 …, every event once, and 1, 2, 3 … within each aggregate too.
pub(crate) fn assert_gapless(events: &[LoggedEvent]) {
    let mut ids = HashSet::new();
    let mut sequences: HashMap<_, u64> = HashMap::new();
    for (expected, event) in (1..).zip(events) {
        assert_eq!(event.position, expected, "{event:?}");
        assert!(ids.insert(event.id), "twice: {event:?}");
        let last = sequences.entry((&event.aggregate_kind, event.aggregate_id)).or_default();
        *last += 1;
        assert_eq!(event.sequence, *last, "{event:?}");
    }
}
