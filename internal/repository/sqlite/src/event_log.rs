//! The log: events move from where they wait to their place in it in one transaction.

use std::ops::ControlFlow;

use async_trait::async_trait;
use courses_port::{CollectedEvents, EventLog, Fence, LoggedEvent, StoreError};
use jiff::Timestamp;

use crate::SqliteStore;
use crate::engine::Db;
use crate::error::Failure;
use crate::row::{Columns, int, read_event};
use crate::sql;

/// How far waiting aggregates are counted.
const COUNTED: i64 = 10_000;

#[async_trait]
impl EventLog for SqliteStore {
    #[tracing::instrument(
        name = "repository.sqlite.collect_events",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "collect",
            db.collection.name = "events"
        )
    )]
    async fn collect(&self, fence: &Fence, limit: u32) -> Result<CollectedEvents, StoreError> {
        let fence = fence.clone();
        self.write(move |db| collect(db, &fence, limit)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.read_events",
        skip_all,
        fields(db.system.name = "sqlite", db.operation.name = "list", db.collection.name = "events")
    )]
    async fn read(&self, after: u64, limit: u32) -> Result<Vec<LoggedEvent>, StoreError> {
        let bound = (int(after), limit);
        SqliteStore::read(self, move |db| db.all(&sql::READ_EVENTS, bound, read_event)).await
    }

    #[tracing::instrument(
        name = "repository.sqlite.count_waiting_events",
        skip_all,
        fields(
            db.system.name = "sqlite",
            db.operation.name = "count",
            db.collection.name = "outbox"
        )
    )]
    async fn waiting(&self) -> Result<(u64, Option<Timestamp>), StoreError> {
        SqliteStore::read(self, |db| {
            let count: Option<i64> =
                db.one(&sql::COUNT_WAITING, [COUNTED], |row| Ok(row.get("aggregates")?))?;
            let oldest = db.one(&sql::OLDEST_WAITING, [], |row| {
                Columns::named("outbox", row, "oldest".to_owned()).time_if_any("time")
            })?;
            Ok((count.unwrap_or(0).unsigned_abs(), oldest.flatten()))
        })
        .await
    }

    async fn changed(&self) {
        // Waking up for nothing is allowed, and so is waking up for commits without events.
        drop(tokio::time::timeout(self.poll, self.committed.notified()).await);
    }
}

fn collect(db: &Db<'_>, fence: &Fence, limit: u32) -> Result<CollectedEvents, Failure> {
    let token: Option<i64> =
        db.one(&sql::LEASE_TOKEN, [&fence.name], |row| Ok(row.get("token")?))?;
    if token != Some(int(fence.token)) {
        return Ok(CollectedEvents::default());
    }
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let (numbers, more) = waiting(db, most)?;
    let appended = append(db, &numbers)?;
    xfault::point("collect.appended");
    let purged = db.run(&sql::PURGE_COURSES, [limit])? + db.run(&sql::PURGE_RUNS, [limit])?;
    Ok(CollectedEvents { appended, more: more || purged >= most })
}

/// The numbers of all waiting events of the first `limit` aggregates in the order of commits, and
/// whether there are more aggregates.
fn waiting(db: &Db<'_>, limit: usize) -> Result<(Vec<i64>, bool), Failure> {
    let mut aggregates: Vec<([u8; 16], String)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut more = false;
    db.visit(&sql::WAITING_AGGREGATES, [], |row| {
        let aggregate = (row.get("aggregate")?, row.get("aggregate_kind")?);
        if seen.contains(&aggregate) {
            return Ok(ControlFlow::Continue(()));
        }
        if aggregates.len() == limit {
            more = true;
            return Ok(ControlFlow::Break(()));
        }
        seen.insert(aggregate.clone());
        aggregates.push(aggregate);
        Ok(ControlFlow::Continue(()))
    })?;
    let mut numbers = Vec::new();
    for aggregate in aggregates {
        let of_aggregate =
            db.all(&sql::WAITING_OF_AGGREGATE, aggregate, |row| Ok(row.get("number")?))?;
        numbers.extend::<Vec<i64>>(of_aggregate);
    }
    numbers.sort_unstable();
    Ok((numbers, more))
}

/// Moves waiting events into the log; answers how many.
fn append(db: &Db<'_>, numbers: &[i64]) -> Result<u64, Failure> {
    let last: Option<i64> = db.one(&sql::LAST_POSITION, [], |row| Ok(row.get("position")?))?;
    let first = last.unwrap_or(0);
    let mut last = first;
    for number in numbers {
        if db.run(&sql::APPEND_EVENT, (last + 1, number))? == 1 {
            last += 1;
        }
        db.run(&sql::FORGET_WAITING, [number])?;
    }
    Ok((last - first).unsigned_abs())
}
