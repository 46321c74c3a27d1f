//! The log of events.

mod collect;
mod take_out;

use async_trait::async_trait;
use courses_domain::AggregateKind;
use courses_port::{CollectedEvents, EventLog, Fence, LoggedEvent, StoreError};
use futures::future::try_join_all;
use jiff::Timestamp;

use crate::MongoStore;
use crate::convert::{to_long, to_timestamp};
use crate::document::{LoggedEventDocument, WaitingDocument};
use crate::error::CorruptRecord;
use crate::query;
use crate::schema::collection_of;

/// As many waiting aggregates as are counted.
const COUNTED: i64 = 10_000;

#[async_trait]
impl EventLog for MongoStore {
    #[tracing::instrument(name = "repository.mongo.collect", skip_all)]
    async fn collect(&self, fence: &Fence, limit: u32) -> Result<CollectedEvents, StoreError> {
        collect::collect(self, fence, limit).await
    }

    #[tracing::instrument(name = "repository.mongo.read", skip_all)]
    async fn read(&self, after: u64, limit: u32) -> Result<Vec<LoggedEvent>, StoreError> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        self.fetch::<LoggedEventDocument>(query::events_after(to_long(after), limit)).await
    }

    #[tracing::instrument(name = "repository.mongo.waiting", skip_all)]
    async fn waiting(&self) -> Result<(u64, Option<Timestamp>), StoreError> {
        let counts =
            AggregateKind::ALL.map(|kind| self.fetch_raw(query::waiting_count(kind, COUNTED)));
        let oldest = AggregateKind::ALL
            .map(|kind| self.fetch_one::<WaitingDocument>(query::oldest_waiting(kind)));
        let (counts, oldest) = futures::try_join!(try_join_all(counts), try_join_all(oldest))?;
        let count = counts.iter().flatten().map(|count| {
            // `$count` answers an integer of either size.
            let long = count.get_i64("count");
            long.unwrap_or_else(|_| count.get_i32("count").map_or(0, i64::from))
        });
        let count = u64::try_from(count.sum::<i64>().min(COUNTED)).unwrap_or_default();
        let mut since: Option<Timestamp> = None;
        for (kind, aggregate) in AggregateKind::ALL.into_iter().zip(oldest) {
            let Some(aggregate) = aggregate else { continue };
            let time = to_timestamp(aggregate.outbox_since, "outbox_since").map_err(|bad| {
                CorruptRecord {
                    collection: collection_of(kind),
                    id: aggregate.id.to_string(),
                    field: bad.field,
                    source: bad.source,
                }
            })?;
            since = Some(since.map_or(time, |other| other.min(time)));
        }
        Ok((count, since))
    }

    /// Commits of this process wake at once, those of others after the poll.
    async fn changed(&self) {
        let poll = tokio::time::sleep(self.options().poll);
        tokio::select! {
            () = self.committed().notified() => {}
            () = poll => {}
        }
    }
}
